import type { Filter } from "../screens/codes/codes.svelte";

/** Where in the window one is: at some of the codes, or at another screen. */
export type Place = Filter | { kind: "trash" } | { kind: "settings" };
