/** How hard a password is to guess, in words. */
import { t } from "$text";

/** The least score that needs no second click. */
export const STRONG = 3;

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
