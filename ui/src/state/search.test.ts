import { expect, test } from "vitest";
import { keep, manyAccounts } from "$ipc/fake-data";
import { found, matches, searchable, wordsOf } from "./search";

const { account } = keep(1, "GitHub", "Anna@northwind.studio", { tags: ["Büro", "Work"] }).page;

test.each([
  ["", true],
  ["git", true],
  ["HUB anna", true],
  ["  wind   BÜRO ", true],
  ["git bo", false],
  ["hubanna", false],
])("a search for %j finds GitHub of Anna: %s", (query, found) => {
  expect(matches(searchable(account), wordsOf(query))).toBe(found);
});

test("what was found is marked, all of it and nothing else", () => {
  const marked = (text: string, query: string): string =>
    found(text, wordsOf(query)).reduceRight(
      (all, [start, end]) => `${all.slice(0, start)}[${all.slice(start, end)}]${all.slice(end)}`,
      text,
    );
  expect(marked("Cloudflare", "cl")).toBe("[Cl]oudflare");
  expect(marked("anna anna", "nn AN")).toBe("[ann]a [ann]a");
  expect(marked("banana", "ana")).toBe("b[anana]");
  expect(marked("Valix", "x l")).toBe("Va[l]i[x]");
  expect(marked("Valix", "")).toBe("Valix");
  // Two letters in lower case: nothing is marked rather than the wrong place.
  expect(marked("İstanbul", "stan")).toBe("İstanbul");
});

test("among 10,000 accounts the one that has all words is found", () => {
  const entries = manyAccounts(10_000).map(({ page }) => searchable(page.account));
  const words = wordsOf("anna 09991 nor");
  expect(entries.filter((entry) => matches(entry, words))).toHaveLength(1);
});
