import type { Backend } from "$ipc/backend";
import type { AccountDto } from "$ipc/bindings/AccountDto";
import type { PageDto } from "$ipc/bindings/PageDto";

/** What is known about one account, without its secrets. */
export class Page {
  value = $state.raw<PageDto | null>(null);

  readonly #backend: Backend;
  #asked = 0;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** An answer that a later question has overtaken is dropped; so is one for an account that is gone by now. */
  async load({ id }: AccountDto): Promise<void> {
    const turn = (this.#asked += 1);
    const value = await this.#backend.codesPage(id).catch(() => null);
    if (turn === this.#asked) this.value = value;
  }
}
