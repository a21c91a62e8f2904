import importX from "eslint-plugin-import-x";
import svelte from "eslint-plugin-svelte";
import tseslint from "typescript-eslint";
import svelteConfig from "./svelte.config.js";

// screens -> state -> ipc, screens -> components; no screen imports another; only tauri.ts knows Tauri.
const screens = ["unlock", "codes", "keys", "scan", "settings", "transfer"];
const zones = [
  ...screens.map((screen) => ({
    target: `./src/screens/${screen}`,
    from: "./src/screens",
    except: [`./${screen}`],
    message: "A screen never imports another screen: the shell joins them.",
  })),
  { target: "./src/components", from: ["./src/screens", "./src/shell", "./src/state", "./src/ipc"] },
  { target: "./src/state", from: ["./src/screens", "./src/shell", "./src/components"] },
  { target: "./src/ipc", from: ["./src/screens", "./src/shell", "./src/components", "./src/state"] },
];

export default tseslint.config(
  { ignores: ["dist*/", "vite-plugin-*.ts", "src/ipc/bindings/", "node_modules/", "*.config.*", "isolation/"] },
  ...tseslint.configs.strictTypeChecked,
  ...svelte.configs.recommended,
  {
    plugins: { "import-x": importX },
    languageOptions: { parserOptions: { projectService: true, extraFileExtensions: [".svelte"] } },
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "svelte/no-at-html-tags": "error",
      // The content security policy refuses style attributes.
      "svelte/no-inline-styles": ["error", { allowTransitions: false }],
      "import-x/no-restricted-paths": ["error", { zones }],
      "no-restricted-imports": [
        "error",
        { patterns: [{ group: ["@tauri-apps/*"], message: "Only ipc/tauri.ts talks to Tauri." }] },
      ],
      "no-console": "error",
    },
  },
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: { parserOptions: { parser: tseslint.parser, svelteConfig } },
  },
  { files: ["src/ipc/tauri.ts"], rules: { "no-restricted-imports": "off" } },
);
