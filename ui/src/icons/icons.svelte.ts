import { find, index, type Mark } from "./match";

let byName = $state.raw<Map<string, Mark> | null>(null);
let loading: Promise<void> | null = null;

/** A chunk of its own, which is a file of the program: nothing is ever fetched from a site. */
export function loadMarks(): Promise<void> {
  loading ??= import("virtual:issuer-icons").then((module) => void (byName = index(module.default)));
  return loading;
}

/** `undefined` while the marks are loading, `null` where there is none. */
export function markOf(issuer: string): Mark | null | undefined {
  void loadMarks();
  return byName ? find(byName, issuer) : undefined;
}
