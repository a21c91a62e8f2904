import { mount } from "svelte";
import { tauri } from "$ipc/tauri";
import App from "./App.svelte";
import type { Backend } from "$ipc/backend";

// It comes while the page is made ready, so that text is laid out once.
void document.fonts.load('1em "Inter Variable"');

const target = document.getElementById("app");
// The program's own window waits for nothing: it is shown when this page is loaded.
if (target && "__TAURI_INTERNALS__" in window) mount(App, { target, props: { backend: tauri } });
else if (target) mount(App, { target, props: { backend: await inMemory() } });

/** A plain browser (npm run dev, the gallery) gets a vault in memory. */
async function inMemory(): Promise<Backend> {
  if (import.meta.env.DEV || import.meta.env.MODE === "gallery") {
    return (await import("$ipc/fake-scenes")).fakeFromAddress(new URLSearchParams(location.search));
  }
  throw new Error("Countersign's pages need Countersign's window.");
}
