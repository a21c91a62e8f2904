/** What the fake backend makes up: codes, places and refusals. */
import type { AccountDto } from "./bindings/AccountDto";
import type { ErrorDto } from "./bindings/ErrorDto";
import { FAKE_WORDS } from "./fake-data";

/** A code as good as any for the pages: it follows from the account and the step alone. */
export function fakeCode({ id, digits, kind }: AccountDto, step: number): string {
  const alphabet = kind === "steam" ? "23456789BCDFGHJKMNPQRTVWXY" : "0123456789";
  // FNV-1a, then its finish from murmur3: neighbours share nothing.
  let hash = 0x811c9dc5;
  for (const letter of `${id}:${step}`) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193);
  let code = "";
  for (let place = 0; place < digits; place += 1) {
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) ^ place;
    code += alphabet.charAt((hash >>> 8) % alphabet.length);
  }
  return code;
}

/** The newest older copy of the vault at `path`. */
export function fakeCopy(path: string): { copy: string; saved: string } {
  const copy = `${path}.generations/0000000127-20261122T091000Z.countersign`;
  return { copy, saved: "2026-11-22 09:10 UTC" };
}

export function isKit(typed: string): boolean {
  return typed.trim().split(/\s+/).join(" ") === FAKE_WORDS.join(" ");
}

/** What the program's errors are on the wire: no Error, and without a stack that could hold a secret. */
export function error(code: string, args: ErrorDto["args"] = {}): Error {
  return { code, args } as unknown as Error;
}
