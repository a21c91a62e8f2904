import { expect, test } from "vitest";
import { ago } from "$state/ago";
import { guessingTime } from "$components/guessing";

/** Without the marks that keep names of another direction together. */
const plain = (text: string): string => text.replace(/[\u2068\u2069]/g, "");

test.each([
  [0, "just now"],
  [-3600, "just now"],
  [59, "just now"],
  [60, "1 minute ago"],
  [250, "4 minutes ago"],
  [7300, "2 hours ago"],
  [86_400, "yesterday"],
  [40 * 86_400, "a month ago"],
  [800 * 86_400, "2 years ago"],
])("%i seconds passed: %s", (passed, words) => {
  expect(plain(ago(1_000_000, 1_000_000 + passed))).toBe(words);
});

// A thousand guesses a second.
test.each([
  [4, "less than a minute"],
  [6, "about 16 minutes"],
  [7, "about 2 hours"],
  [9, "about 11 days"],
  [12, "about 31 years"],
  [13, "centuries"],
  [300, "centuries"],
])("guessing 10^%i passwords takes %s", (guessesLog10, words) => {
  expect(plain(guessingTime(guessesLog10))).toBe(words);
});
