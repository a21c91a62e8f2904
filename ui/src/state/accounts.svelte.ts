import type { Backend } from "$ipc/backend";
import type { AccountDto } from "$ipc/bindings/AccountDto";
import { searchable, type Searchable } from "./search";

/** The accounts of the open vault, without their codes and secrets. Dropped when it is locked. */
export class Accounts {
  /** In the order of the program: favourites first, then by name. `null` until the first answer. */
  entries = $state.raw<readonly Searchable[] | null>(null);
  /** All tags with the number of their accounts, by name. */
  readonly tags = $derived(countTags(this.entries ?? []));
  readonly favorites = $derived((this.entries ?? []).filter(({ account }) => account.favorite).length);

  readonly #backend: Backend;
  #asked = 0;

  /** `list`: where it is known already. */
  constructor(backend: Backend, list: readonly AccountDto[] | null = null) {
    this.#backend = backend;
    if (list) this.entries = list.map(searchable);
  }

  /** Asks for the list again. An answer that a later one has overtaken is dropped. */
  async reload(): Promise<void> {
    const turn = (this.#asked += 1);
    const list = await this.#backend.codesList();
    if (turn === this.#asked) this.entries = list.map(searchable);
  }

  find(id: string): AccountDto | null {
    return this.entries?.find(({ account }) => account.id === id)?.account ?? null;
  }
}

function countTags(entries: readonly Searchable[]): { tag: string; count: number }[] {
  // Gone when the function ends.
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  const counts = new Map<string, number>();
  for (const { account } of entries) {
    for (const tag of account.tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  }
  return Array.from(counts, ([tag, count]) => ({ tag, count })).sort((a, b) => a.tag.localeCompare(b.tag));
}
