/** Makes the module `virtual:issuer-icons`: the marks of the services in a list, taken from simple-icons at build time. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Plugin } from "vite";

const MODULE = "virtual:issuer-icons";
const RESOLVED = `\0${MODULE}`;
/** Drawn instead of a mark's colour that could not be seen on the light tile. */
const INK = "#1b2530";

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
    resolveId: (id) => (id === MODULE ? RESOLVED : null),
    load(id) {
      if (id !== RESOLVED) return null;
      this.addWatchFile(list);
      // Parsed in a third of the time that the same object as a literal takes.
      const json = JSON.stringify(collect(readFileSync(list, "utf8")));
      return `export default JSON.parse(${JSON.stringify(json)});`;
    },
  };
}

/** For each slug its path on a 24 by 24 grid, its colour, and the names it answers to. */
function collect(list: string): Record<string, { path: string; color: string; names: string[] }> {
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
