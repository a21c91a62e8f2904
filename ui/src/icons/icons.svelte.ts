import { SvelteMap } from "svelte/reactivity";
import { find, index } from "./match";

export interface Mark {
  path: string;
  color: string;
}

type Icons = typeof import("virtual:issuer-icons");

let icons: Icons | null = null;
let byName = $state.raw<Map<string, string> | null>(null);
let loading: Promise<void> | null = null;
/** By the first character of the slug. */
const shelves = new SvelteMap<string, Record<string, Mark>>();
/** Those that were asked for. */
const asked: Record<string, Promise<void>> = {};

/** Chunks of their own, which are files of the program: nothing is ever fetched from a site. */
export function loadMarks(): Promise<void> {
  loading ??= import("virtual:issuer-icons").then((module) => {
    icons = module;
    byName = index(module.default);
  });
  return loading;
}

/** `undefined` while the marks are loading, `null` where there is none. */
export function markOf(issuer: string): Mark | null | undefined {
  if (!byName) return undefined;
  const slug = find(byName, issuer);
  if (slug === null) return null;
  const letter = slug.charAt(0);
  void (asked[letter] ??= loadShelf(letter));
  return shelves.get(letter)?.[slug];
}

async function loadShelf(letter: string): Promise<void> {
  const module = await icons?.marks[letter]?.();
  if (module) shelves.set(letter, module.default);
}
