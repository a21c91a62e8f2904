import type { Backend } from "$ipc/backend";
import type { AccountDto } from "$ipc/bindings/AccountDto";
import type { CodeDto } from "$ipc/bindings/CodeDto";

/** The code of the secret that is not in place, where an account has two. */
export class Other {
  /** `null` also where it has none to be looked at: a counter would be used up, a PIN would be needed. */
  code = $state.raw<CodeDto | null>(null);

  readonly #backend: Backend;
  #asked = 0;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** `now`: Unix seconds. A code that is over is not shown any more. */
  at(now: number): string | null {
    return this.code && !this.isOver(now) ? this.code.code : null;
  }

  isOver(now: number): boolean {
    const until = this.code?.validUntil ?? null;
    return until !== null && until <= now;
  }

  /** An answer that a later question has overtaken is dropped. */
  async load({ id }: AccountDto): Promise<void> {
    const turn = (this.#asked += 1);
    const code = await this.#backend.codesOther(id).catch(() => null);
    if (turn === this.#asked) this.code = code;
  }
}
