import { t } from "$text";

/** Seconds a step lasts, and the message that counts it; the largest first. */
const STEPS: readonly [seconds: number, id: string][] = [
  [365 * 86_400, "ago-years"],
  [30 * 86_400, "ago-months"],
  [86_400, "ago-days"],
  [3600, "ago-hours"],
  [60, "ago-minutes"],
];

/** "4 minutes ago". Both in Unix seconds; a moment that is still to come is "just now". */
export function ago(then: number, now: number): string {
  const passed = now - then;
  const step = STEPS.find(([seconds]) => passed >= seconds);
  return step ? t(step[1], { count: Math.floor(passed / step[0]) }) : t("ago-now");
}
