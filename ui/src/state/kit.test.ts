import { expect, test } from "vitest";
import { KIT_QR } from "$ipc/fake-qr";
import { compareTyped, kitText } from "./kit";

// BIP-39's own example for entropy of zeros, at the 15 words of 160 bits.
const words = [...Array<string>(14).fill("abandon"), "address"];
const kit = {
  words,
  machineLine: `countersign-recovery:1:1A2B3C4D5E6F7081:${words.join("-")}`,
  fingerprint: "1A2B-3C4D-5E6F-7081",
  qr: KIT_QR,
};

test("the kit's file has every word by its number, and the line for programs in one piece", () => {
  const lines = kitText(kit).split("\n");
  expect(lines).toContain("   1. abandon     2. abandon     3. abandon");
  expect(lines).toContain("  13. abandon    14. abandon    15. address");
  expect(lines).toContain(kit.machineLine);
  expect(kitText(kit)).toContain("1A2B-3C4D-5E6F-7081");
});

test("the kit's file is plain text without marks that nobody sees", () => {
  expect(kitText(kit)).toMatch(/^[\n\x20-\x7e“”]*$/);
});

test("a word that is being typed is not judged before it is finished", () => {
  expect(compareTyped(words, "abandon abx").slice(0, 3)).toEqual(["right", "typing", "missing"]);
  expect(compareTyped(words, "abandon abx ").slice(0, 3)).toEqual(["right", "wrong", "missing"]);
});

test("numbers, capitals and line ends are layout, as they are for the program", () => {
  const typed = words.map((word, index) => `${index + 1}. ${word.toUpperCase()}`).join("\n");
  expect(compareTyped(words, typed)).toEqual(words.map(() => "right"));
});

test("a word left out is told from its place on", () => {
  const states = compareTyped(words, `${words.slice(1).join(" ")} `);
  expect(states.slice(12)).toEqual(["right", "wrong", "missing"]);
});
