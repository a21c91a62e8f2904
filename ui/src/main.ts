import { mount } from "svelte";
import App from "./App.svelte";
import type { Backend } from "$ipc/backend";

/** The program's own window has commands; a plain browser (npm run dev, the gallery) gets a vault in memory. */
async function backend(): Promise<Backend> {
  if ("__TAURI_INTERNALS__" in window) {
    return (await import("$ipc/tauri")).tauri;
  }
  if (import.meta.env.DEV || import.meta.env.MODE === "gallery") {
    return (await import("$ipc/fake-scenes")).fakeFromAddress(new URLSearchParams(location.search));
  }
  throw new Error("Countersign's pages need Countersign's window.");
}

const target = document.getElementById("app");
if (target) {
  mount(App, { target, props: { backend: await backend() } });
}
