import { expect, test } from "vitest";
import { hasMessage } from "$text";

const pages = import.meta.glob<string>(["./**/*.{svelte,ts}", "!./**/*.test.ts"], {
  query: "?raw",
  import: "default",
  eager: true,
});
const catalogue = import.meta.glob<string>("$locales/en/window*.ftl", {
  query: "?raw",
  import: "default",
  eager: true,
});

const sources = Object.values(pages).join("\n");

/** Messages of the window's own files, without attributes. */
const own = Object.values(catalogue).flatMap((text) => text.match(/^[a-z][\w-]*(?= =)/gim) ?? []);

test("the catalogue has every message that the pages name", () => {
  const named = Array.from(sources.matchAll(/\bt\(\s*"([^"]+)"/g), ([, id]) => id ?? "");
  expect(named.length).toBeGreaterThan(50);
  expect(named.filter((id) => !hasMessage(id))).toEqual([]);
});

test("every message of the window is used", () => {
  expect(own.length).toBeGreaterThan(50);
  // An id stands in quotes, or it begins as a template such as `method-${method}` does.
  const begins = Array.from(sources.matchAll(/`([a-z-]+-)\$\{/gi), ([, begin]) => begin ?? "");
  const used = (id: string): boolean =>
    sources.includes(`"${id}"`) || begins.some((begin) => id.startsWith(begin));
  expect(own.filter((id) => !used(id))).toEqual([]);
});

test("no message has two meanings", () => {
  expect(own.filter((id, at) => own.indexOf(id) !== at)).toEqual([]);
});
