import { find, index, type Mark } from "./match";

let byName = $state.raw<Map<string, Mark> | null>(null);

// A chunk of its own, which is a file of the program: nothing is ever fetched from a site.
void import("virtual:issuer-icons").then((module) => (byName = index(module.default)));

/** `undefined` while the marks are loading, `null` where there is none. */
export function markOf(issuer: string): Mark | null | undefined {
  return byName ? find(byName, issuer) : undefined;
}
