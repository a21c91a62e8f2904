import type { Backend } from "$ipc/backend";
import type { AccountDto } from "$ipc/bindings/AccountDto";
import type { OneCheckupDto } from "$ipc/bindings/OneCheckupDto";

/** What the checkup found of one account. */
export class CheckupOf {
  /** `null` until the first answer. */
  value = $state.raw<OneCheckupDto | null>(null);

  readonly #backend: Backend;
  #asked = 0;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** An answer that a later question has overtaken is dropped; so is one for an account that is gone by now. */
  async load({ id }: AccountDto): Promise<void> {
    const turn = (this.#asked += 1);
    const value = await this.#backend.checkupOf(id).catch(() => null);
    if (turn === this.#asked) this.value = value;
  }
}
