/** Which accounts have all words of a query in their issuer, account name or tags: the same as the command line's. */
import type { AccountDto } from "$ipc/bindings/AccountDto";

/** An account with its text in lower case, made once: a key press looks through thousands of them. */
export interface Searchable {
  readonly account: AccountDto;
  readonly text: string;
}

export function searchable(account: AccountDto): Searchable {
  const { issuer, account: name, tags } = account;
  return { account, text: `${issuer} ${name} ${tags.join(" ")}`.toLowerCase() };
}

/** The words of a query, in lower case. */
export function wordsOf(query: string): string[] {
  return query.toLowerCase().split(/\s+/).filter(Boolean);
}

export function matches(entry: Searchable, words: readonly string[]): boolean {
  return words.every((word) => entry.text.includes(word));
}

/** Whether whatever has all of `words` has all of `before`, too: a query that was typed on finds nothing new. */
export function narrows(before: readonly string[], words: readonly string[]): boolean {
  return before.every((old) => words.some((word) => word.includes(old)));
}

/** Where words of the query are in a text: start and end of each stretch, in order. */
export function found(text: string, words: readonly string[]): [number, number][] {
  const lower = text.toLowerCase();
  // Some letters are two in lower case: there the places would not fit.
  if (lower.length !== text.length) return [];
  const hit = new Array<boolean>(text.length).fill(false);
  for (const word of words) {
    for (let at = lower.indexOf(word); at >= 0; at = lower.indexOf(word, at + 1)) {
      hit.fill(true, at, at + word.length);
    }
  }
  const stretches: [number, number][] = [];
  for (let start = hit.indexOf(true); start >= 0;) {
    const next = hit.indexOf(false, start);
    const end = next < 0 ? hit.length : next;
    stretches.push([start, end]);
    start = hit.indexOf(true, end);
  }
  return stretches;
}
