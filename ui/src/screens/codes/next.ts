import type { ShownCode } from "./book.svelte";

/** Seconds before the change from which on the next code is worth waiting for. */
const SOON = 10;

/** The next code, when it is worth showing. */
export function nextOf(shown: ShownCode | null): string | null {
  return shown?.time && shown.time.left <= SOON ? shown.next : null;
}
