import type { Backend } from "$ipc/backend";
import type { AccountDto } from "$ipc/bindings/AccountDto";
import type { KeyOfAccountDto } from "$ipc/bindings/KeyOfAccountDto";

/** The security keys of the vault, and how one account is on each. */
export class KeysOfAccount {
  /** `null` until the first answer. */
  all = $state.raw<KeyOfAccountDto[] | null>(null);
  readonly on = $derived((this.all ?? []).filter((key) => key.on !== null));
  readonly others = $derived((this.all ?? []).filter((key) => key.on === null && !key.lost));

  readonly #backend: Backend;
  #asked = 0;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** An answer that a later question has overtaken is dropped; so is one for an account that is gone by now. */
  async load({ id }: AccountDto): Promise<void> {
    const turn = (this.#asked += 1);
    const all = await this.#backend.keysOfAccount(id).catch(() => null);
    if (turn === this.#asked) this.all = all;
  }
}
