/** Security keys that nobody has. */
import type { KeyAboutDto } from "./bindings/KeyAboutDto";
import type { KeyDto } from "./bindings/KeyDto";
import type { PasskeyDto } from "./bindings/PasskeyDto";
import type { PluggedDto } from "./bindings/PluggedDto";
import type { OnDto } from "./bindings/OnDto";
import { FAKE_NOW, usualAccounts } from "./fake-data";

export const FAKE_PIN = "2846-north";

const DAY = 86_400;

const ABOUT: KeyAboutDto = {
  firmware: "5.7.4",
  model: "2fc0579f811347eab116bb5a8db9202a",
  standards: ["FIDO_2_1", "FIDO_2_0", "U2F_V2"],
  u2f: true,
  pin: true,
  tries: 8,
  shortestPin: 4,
  mustChangePin: false,
  fingerprints: null,
  alwaysVerifies: false,
  keepsPasskeys: true,
  managesPasskeys: true,
  room: 77,
  opensVaults: true,
};

export const PASSKEYS: PasskeyDto[] = [
  { id: "5f1c92ab0d37e658", site: "github.com", account: "anna-northwind", name: "Anna Lind" },
  { id: "8c21d44e77a0913f", site: "login.microsoftonline.com", account: "anna@northwind.studio", name: "" },
];

export function newKey(number: number, name: string, added: number): KeyDto {
  const id = String(number).repeat(32).slice(0, 32);
  return { id, name, place: "", firmware: "", serial: "", added, seen: null, lost: null, accounts: [], unlocks: null };
}

/** `on`: accounts of the usual vault by their number, and how they are on the key. */
function key(number: number, name: string, on: Record<number, OnDto>, more: Partial<KeyDto>): KeyDto {
  const usual = usualAccounts().map(({ page }) => page.account);
  const accounts = Object.entries(on).flatMap(([at, on]) => {
    const account = usual[Number(at) - 1];
    return account ? [{ account, on, called: "" }] : [];
  });
  return { ...newKey(number, name, FAKE_NOW - 500 * DAY), accounts, ...more };
}

export function usualKeys(): KeyDto[] {
  return [
    key(1, "Blue YubiKey", { 1: "passkey", 3: "fido2", 5: "fido2", 7: "fido2", 9: "fido2" }, {
      place: "on the key ring",
      firmware: "5.7.4",
      serial: "26104417",
      seen: FAKE_NOW,
      unlocks: "pin",
    }),
    key(2, "Old U2F key", { 9: "u2f" }, { place: "in the drawer", firmware: "1.0.2", seen: FAKE_NOW - 420 * DAY }),
    key(3, "Safe Nitrokey", { 3: "fido2" }, {
      place: "in the safe",
      firmware: "1.8.1",
      seen: FAKE_NOW - 15 * DAY,
      unlocks: "pin",
    }),
  ];
}

export function pluggedIn(key: string | null, about: Partial<KeyAboutDto> = {}): PluggedDto {
  return {
    place: "/dev/hidraw3",
    name: "Yubico YubiKey OTP+FIDO+CCID",
    serial: null,
    key,
    about: { ...ABOUT, ...about },
    problem: null,
  };
}
