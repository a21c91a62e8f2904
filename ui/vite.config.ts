import { fileURLToPath } from "node:url";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { svelteTesting } from "@testing-library/svelte/vite";
import { defineConfig } from "vitest/config";
import { issuerIcons } from "./vite-plugin-icons.ts";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig(({ mode }) => ({
  plugins: [svelte(), issuerIcons(here("src/icons/services.txt")), ...(mode === "test" ? [svelteTesting()] : [])],
  resolve: {
    alias: {
      $components: here("src/components"),
      $icons: here("src/icons"),
      $ipc: here("src/ipc"),
      $locales: here("../locales"),
      $state: here("src/state"),
      $text: here("src/text.ts"),
    },
  },
  // The catalogue lies beside ui/: the command line reads it too.
  server: { port: 1420, strictPort: true, fs: { allow: [here("."), here("../locales")] } },
  build: {
    // WebKit of Debian 12 and macOS 13, WebView2.
    target: ["safari16.4", "chrome111"],
    outDir: mode === "gallery" ? "dist-gallery" : "dist",
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    // Everything is a file of the program: nothing may become a data: address that the policy has to allow.
    assetsInlineLimit: 0,
    // What the first list needs is one file: each further one is a way to the program and back before anything is painted.
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ name: "start", test: /src\/(main\.ts|shell\/Shell\.svelte)$/ }] } },
    },
  },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.ts"],
    // One test reads it; other style sheets are empty in tests.
    css: { include: /tokens\.css/ },
    restoreMocks: true,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
}));
