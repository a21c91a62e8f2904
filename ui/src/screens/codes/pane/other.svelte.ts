import type { Backend } from "$ipc/backend";
import type { AccountDto } from "$ipc/bindings/AccountDto";
import type { CodeDto } from "$ipc/bindings/CodeDto";
import { toError } from "$state/errors";

/** Seconds until it is asked again, after a failure. */
const PAUSE = 5;
/** What no second question changes. */
const NEVER = new Set(["next-needs-time", "pin-missing", "no-conflict", "account-not-found"]);

/** The code of the secret that is not in place, where an account has two. */
export class Other {
  /** `null` also where it has none to be looked at: a counter would be used up, a PIN would be needed. */
  code = $state.raw<CodeDto | null>(null);

  readonly #backend: Backend;
  #asked = 0;
  /** Unix seconds: when to ask again, after a failure. */
  #again = $state<number | null>(null);

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

  /** Whether it is to be asked for once more: the code is over, or the last question failed a while ago. */
  isDue(now: number): boolean {
    return this.#again === null ? this.isOver(now) : this.#again <= now;
  }

  /** An answer that a later question has overtaken is dropped. `now`: Unix seconds. */
  async load({ id }: AccountDto, now: number): Promise<void> {
    const turn = (this.#asked += 1);
    const [code, failed] = await this.#backend.codesOther(id).then(
      (code) => [code, null] as const,
      (thrown: unknown) => [null, toError(thrown)] as const,
    );
    if (turn !== this.#asked) return;
    this.code = code;
    this.#again = failed && !NEVER.has(failed.code) ? now + PAUSE : null;
  }
}
