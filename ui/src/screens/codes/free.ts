import type { AccountDto } from "$ipc/bindings/AccountDto";

/** Whether a code of the account costs nothing: no use is counted and no PIN is needed. */
export function isFree({ kind, needsPin }: AccountDto): boolean {
  return kind !== "hotp" && !needsPin;
}
