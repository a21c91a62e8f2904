/** The colour of a key as its name says it, such as "Blue YubiKey". */
import { hue } from "$icons/monogram";
import { t } from "$text";

const HUES: readonly [id: string, hue: number][] = [
  ["key-colour-red", 25],
  ["key-colour-orange", 55],
  ["key-colour-yellow", 95],
  ["key-colour-green", 150],
  ["key-colour-blue", 245],
  ["key-colour-purple", 305],
];

/** A hue in degrees; any, but always the same, where no colour is named. */
export function colourOf(name: string): number {
  const words = name.toLowerCase().split(/[^\p{L}]+/u);
  const named = HUES.find(([id]) => words.includes(t(id)));
  return named ? named[1] : hue(name);
}
