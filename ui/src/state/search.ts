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

/** A text cut where a word of the query begins or ends; `found` says which pieces are in one. */
export function pieces(text: string, words: readonly string[]): { text: string; found: boolean }[] {
  const lower = text.toLowerCase();
  // Some letters are two in lower case: there the places would not fit.
  if (lower.length !== text.length) return [{ text, found: false }];
  const hit = new Array<boolean>(text.length).fill(false);
  for (const word of words) {
    for (let at = lower.indexOf(word); at >= 0; at = lower.indexOf(word, at + 1)) {
      hit.fill(true, at, at + word.length);
    }
  }
  const cut: { text: string; found: boolean }[] = [];
  for (let start = 0, end = 0; start < text.length; start = end) {
    while (end < text.length && hit[end] === hit[start]) end += 1;
    cut.push({ text: text.slice(start, end), found: hit[start] === true });
  }
  return cut;
}
