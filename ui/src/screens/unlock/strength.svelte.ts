/** How hard the new password is to guess, asked while it is typed. */
import type { Backend } from "$ipc/backend";
import type { StrengthDto } from "$ipc/bindings/StrengthDto";
import { t } from "$text";

/** Asking at each key would flicker. */
const PAUSE_MS = 150;
/** The least score that needs no second click. */
export const STRONG = 3;

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

/**
 * A vault makes each guess cost about a second on a computer like this one. Whoever is after somebody's codes
 * has more than one: a thousand.
 */
const GUESSES_A_SECOND = 1000;
const CENTURY = 100 * 365 * 86_400;

const STEPS: readonly [seconds: number, id: string][] = [
  [365 * 86_400, "meter-years"],
  [30 * 86_400, "meter-months"],
  [86_400, "meter-days"],
  [3600, "meter-hours"],
  [60, "meter-minutes"],
];

/** How long guessing takes, in words. */
export function guessingTime(guessesLog10: number): string {
  const seconds = 10 ** guessesLog10 / GUESSES_A_SECOND;
  if (seconds >= CENTURY) return t("meter-centuries");
  const step = STEPS.find(([least]) => seconds >= least);
  return step ? t(step[1], { count: Math.floor(seconds / step[0]) }) : t("meter-no-time");
}
