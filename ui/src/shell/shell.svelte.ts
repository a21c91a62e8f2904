import type Shell from "./Shell.svelte";

let loaded = $state.raw<typeof Shell | null>(null);

/** What an open vault needs: the page that asks for the password does not wait for it. */
export async function loadShell(): Promise<void> {
  loaded = (await import("./Shell.svelte")).default;
}

/** `null` until it is loaded. */
export function shell(): typeof Shell | null {
  return loaded;
}
