import type { Filter } from "../screens/codes/codes.svelte";

/** A screen other than the codes. */
export type Other = "keys" | "teams" | "checkup" | "trash" | "settings" | "import" | "export";

/** Where in the window one is: at some of the codes, or at another screen. */
export type Place = Filter | { [O in Other]: { kind: O } }[Other];
