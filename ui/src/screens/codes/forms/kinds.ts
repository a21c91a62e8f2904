import type { AccountDto } from "$ipc/bindings/AccountDto";

export type Kind = AccountDto["kind"];

interface Has {
  /** The message that names the type. */
  word: string;
  /** Algorithm and digits. */
  free: boolean;
  period: boolean;
  counter: boolean;
  pin: boolean;
}

const fixed = { free: false, period: false, counter: false, pin: false };

/** The types of one-time passwords, and what can be chosen for each. */
export const kinds: Readonly<Record<Kind, Has>> = {
  totp: { ...fixed, word: "type-totp", free: true, period: true },
  hotp: { ...fixed, word: "type-hotp", free: true, counter: true },
  steam: { ...fixed, word: "type-steam" },
  battlenet: { ...fixed, word: "type-battlenet" },
  motp: { ...fixed, word: "type-motp", pin: true },
  yandex: { ...fixed, word: "type-yandex", pin: true },
};
