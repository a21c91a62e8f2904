/**
 * Makes the module `virtual:issuer-icons`: the services in a list, and for each first letter where their marks are, taken
 * from simple-icons at build time. All marks together would take a megabyte of the page's memory.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Plugin } from "vite";

const MODULE = "virtual:issuer-icons";
const RESOLVED = `\0${MODULE}`;
/** Drawn instead of a mark's colour that could not be seen on the light tile. */
const INK = "#1b2530";

interface Mark {
  path: string;
  color: string;
  names: string[];
}

interface Entry {
  title: string;
  slug: string;
  hex: string;
  aliases?: { aka?: string[]; old?: string[] };
}

/** `list`: a file with a slug on each line, and after a colon more names. */
export function issuerIcons(list: string): Plugin {
  return {
    name: "issuer-icons",
    resolveId: (id) => (id.startsWith(MODULE) ? `\0${id}` : null),
    load(id) {
      if (!id.startsWith(RESOLVED)) return null;
      this.addWatchFile(list);
      const marks = Object.entries(collect(readFileSync(list, "utf8")));
      const letter = id.slice(RESOLVED.length + 1);
      if (letter !== "") return toModule(ofLetter(marks, letter));
      const names = marks.map(([slug, { names }]) => [slug, names]);
      const letters = [...new Set(marks.map(([slug]) => slug.charAt(0)))];
      const fetches = letters.map((letter) => `${JSON.stringify(letter)}: () => import("${MODULE}/${letter}")`);
      return `${toModule(Object.fromEntries(names))}\nexport const marks = { ${fetches.join(", ")} };`;
    },
  };
}

function ofLetter(marks: [string, Mark][], letter: string): Record<string, { path: string; color: string }> {
  const those = marks.filter(([slug]) => slug.startsWith(letter));
  return Object.fromEntries(those.map(([slug, { path, color }]) => [slug, { path, color }]));
}

/** Parsed in a third of the time that the same object as a literal takes. */
function toModule(value: unknown): string {
  return `export default JSON.parse(${JSON.stringify(JSON.stringify(value))});`;
}

/** For each slug its path on a 24 by 24 grid, its colour, and the names it answers to. */
function collect(list: string): Record<string, Mark> {
  const require = createRequire(import.meta.url);
  const all = require("simple-icons/icons.json") as Entry[];
  const bySlug = new Map(all.map((entry) => [entry.slug, entry]));
  const lines = list.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return Object.fromEntries(
    lines.map((line) => {
      const [slug = "", more = ""] = line.split(":");
      const entry = bySlug.get(slug);
      if (!entry) throw new Error(`simple-icons has no ${slug}`);
      const svg = readFileSync(require.resolve(`simple-icons/icons/${slug}.svg`), "utf8");
      const path = /<path d="([^"]+)"/.exec(svg)?.[1];
      if (path === undefined) throw new Error(`${slug} has no path`);
      const { aka = [], old = [] } = entry.aliases ?? {};
      const others = more.split(",").map((name) => name.trim());
      const names = [slug, entry.title, ...aka, ...old, ...others].filter(Boolean);
      return [slug, { path, color: isPale(entry.hex) ? INK : `#${entry.hex}`, names }];
    }),
  );
}

/** Whether the colour has a contrast of less than 1.6 to white (WCAG 2.2, relative luminance). */
function isPale(hex: string): boolean {
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05) < 1.6;
}
