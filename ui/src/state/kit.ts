/** The recovery kit as text: what is saved, and what was typed to prove it. */
import type { KitDto } from "$ipc/bindings/KitDto";
import { t } from "$text";

export const KIT_WORDS = 15;
const COLUMNS = 3;
/** The longest word of the list has eight letters. */
const COLUMN = 9;

/** The kit's file: plain text that also opens the vault as it is. */
export function kitText(kit: KitDto): string {
  const cells = kit.words.map((word, index) => `${String(index + 1).padStart(4)}. ${word.padEnd(COLUMN)}`);
  const lines = Array.from({ length: Math.ceil(cells.length / COLUMNS) }, (_, row) =>
    cells.slice(row * COLUMNS, (row + 1) * COLUMNS).join("").trimEnd(),
  );
  const title = t("kit-page-title");
  return [
    title,
    "=".repeat(title.length),
    "",
    t("kit-page-what"),
    "",
    `${t("kit-page-vault")}: ${kit.fingerprint}`,
    "",
    ...lines,
    "",
    `${t("kit-page-code")}:`,
    kit.machineLine,
    "",
    t("kit-page-use"),
    "",
  ].join("\n");
}

export type WordState = "missing" | "typing" | "right" | "wrong";

/**
 * What can be said of each word while they are typed. Case, numbers and punctuation are layout; a word is judged
 * when it was finished: by a character after it, or by being right.
 */
export function compareTyped(words: readonly string[], typed: string): WordState[] {
  const found = typed.toLowerCase().match(/[a-z]+/g) ?? [];
  const unfinished = /[a-z]$/i.test(typed) ? found.length - 1 : -1;
  return words.map((word, index) => {
    const here = found[index];
    if (here === undefined) return "missing";
    if (here === word) return "right";
    return index === unfinished ? "typing" : "wrong";
  });
}
