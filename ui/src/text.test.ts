import { expect, test } from "vitest";
import { hasMessage } from "$text";
import "./screens/checkup/words";
import "./screens/codes/companion/words";
import "./screens/keys/words";
import "./screens/teams/words";
import "./screens/transfer/words";

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

/** What the command line has as well. */
const shared = import.meta.glob<string>("$locales/en/{checkup,errors,unlock,settings,transfer}.ftl", {
  query: "?raw",
  import: "default",
  eager: true,
});

const sources = Object.values(pages);

/** Messages of the window's own files, without attributes. */
const own = Object.values(catalogue).flatMap(idsOf);

function idsOf(text: string): string[] {
  return text.match(/^[a-z][\w-]*(?= =)/gim) ?? [];
}

/** What each `t(...)` has before its first comma. Whatever is between brackets there goes with it. */
function named(source: string): string[] {
  return source.match(/(?<=\bt\()(?:[^,()[\]]|\([^()]*\)|\[[^[\]]*\])*/g) ?? [];
}

function quoted(text: string): string[] {
  return Array.from(text.matchAll(/"([^"]+)"/g), ([, id]) => id ?? "");
}

/**
 * The ids that nothing names: neither `t("id")`, nor the beginning of a template such as t(`method-${method}`), nor
 * a table, where an id stands behind a colon, a comma or a bracket.
 */
function unused(ids: readonly string[], sources: readonly string[]): string[] {
  const names = sources.flatMap(named);
  const used = new Set(names.flatMap(quoted));
  for (const source of sources) {
    for (const [, id] of source.matchAll(/[:,[]\s*"([^"]+)"/g)) used.add(id ?? "");
  }
  const begins = names.flatMap((name) => Array.from(name.matchAll(/`([a-z-]+-)\$\{/gi), ([, begin]) => begin ?? ""));
  return ids.filter((id) => !used.has(id) && !begins.some((begin) => id.startsWith(begin)));
}

test("the catalogue has every message that the pages name", () => {
  const ids = sources.flatMap(named).flatMap((name) => (/^\s*"/.test(name) ? quoted(name) : []));
  expect(ids.length).toBeGreaterThan(50);
  expect(ids.filter((id) => !hasMessage(id))).toEqual([]);
});

test("every message of the window is used", () => {
  expect(own.length).toBeGreaterThan(50);
  expect(unused(own, sources)).toEqual([]);
});

test("a message that nothing names is found", () => {
  const page = `
    <Button data-testid="planted" id="planted">{t(open ? "shown" : "also-shown", { count: list.length })}</Button>
    {t(\`method-\${method}\`)} {t(words[at] ?? "unknown")}`;
  const table = `const words = ["first", "second"]; const kind = { word: "third" }; if (kind === "planted") go();`;
  const ids = ["planted", "shown", "also-shown", "method-app", "unknown", "first", "second", "third"];
  expect(unused(ids, [page, table])).toEqual(["planted"]);
});

test("no message has two meanings", () => {
  const all = Object.values(shared).reduce((ids, text) => [...ids, ...idsOf(text)], own);
  expect(all.length).toBeGreaterThan(own.length);
  expect(all.filter((id, at) => all.indexOf(id) !== at)).toEqual([]);
});
