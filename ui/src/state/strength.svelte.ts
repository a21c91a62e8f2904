/** How hard a new password is to guess, asked while it is typed. */
import type { Backend } from "$ipc/backend";
import type { StrengthDto } from "$ipc/bindings/StrengthDto";

/** Asking at each key would flicker. */
const PAUSE_MS = 150;

export class Strength {
  /** Of the password that was asked about last; `null` while there is none. */
  current = $state.raw<StrengthDto | null>(null);

  readonly #backend: Backend;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Asks when the typing pauses. */
  typed(password: string): void {
    clearTimeout(this.#timer);
    if (password === "") {
      this.#forget();
      return;
    }
    this.#timer = setTimeout(() => {
      // Without an answer the meter stays empty; the next step asks once more and tells.
      this.ask(password).catch(() => undefined);
    }, PAUSE_MS);
  }

  /** Asks now. A late answer about an earlier password is not shown. */
  async ask(password: string): Promise<StrengthDto> {
    clearTimeout(this.#timer);
    const turn = (this.#asked += 1);
    const strength = await this.#backend.unlockStrength(password);
    if (turn === this.#asked) this.current = strength;
    return strength;
  }

  #forget(): void {
    this.#asked += 1;
    this.current = null;
  }
}
