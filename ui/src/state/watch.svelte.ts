import { untrack } from "svelte";

/** Runs `run` now and after each change of what `read` reads. What `run` itself reads does not count. */
export function watch(read: () => unknown, run: () => void): void {
  $effect(() => {
    read();
    untrack(run);
  });
}
