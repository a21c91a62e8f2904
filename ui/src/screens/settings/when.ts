import { language } from "$text";

const format = new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short" });

/** "22 November 2026 at 04:30", by the clock of this computer. Unix seconds. */
export function showTime(time: number): string {
  return format.format(new Date(time * 1000));
}
