/** Shows any screen and state by an address such as /?scene=reveal&theme=dark: for screenshots and for looking. */
import { Fake, type FakeOptions } from "./fake";
import {
  FAKE_NOW,
  FAKE_PASSWORD,
  FAKE_WORDS,
  longAccounts,
  manyAccounts,
  rightToLeftAccounts,
  trashedAccounts,
  usualAccounts,
} from "./fake-data";
import { BACKUP_LIST, FAILED_BACKUPS, fakeCopy, GOOD_BACKUPS } from "./fake-backups";
import { COMPANION_SCENES } from "./fake-scenes-companion";
import type { KeyStepDto } from "./bindings/KeyStepDto";
import { FAKE_PIN, pluggedIn, usualKeys } from "./fake-keys-data";
import { manyPlanned } from "./fake-imports";
import {
  FRAME_NOTHING,
  FRAME_OTHER,
  FRAME_PART,
  SCAN_FOUND,
  SCAN_PROBLEMS,
  SCAN_REPLACES,
  SCREEN_FOUND,
  SCREEN_NOTHING,
  SCREEN_TWO,
} from "./fake-scans";
import { TEAM_SCENES } from "./fake-scenes-teams";

/** What somebody does: the test id of an element, then what is done to it. */
export type Step = readonly [testid: string, action: "click" | "menu" | "key" | "type" | "scroll", text?: string];

export interface Scene {
  options?: FakeOptions;
  /** What is different in the program. */
  set?: (fake: Fake) => void;
  steps?: readonly Step[];
  /** After them, where an account is a page of its own. */
  narrow?: readonly Step[];
}

const FIRST = "account-00000000000000000000000000000001";
const THIRD = "account-00000000000000000000000000000003";
const CAMERA = { camera: "Integrated Camera" };
const pictures: readonly Step[] = [["scan-routes", "click"], ["route-pictures", "click"]];
const camera: readonly Step[] = [["scan-routes", "click"], ["route-camera", "click"]];
const importing: readonly Step[] = [["scan-routes", "click"], ["route-import", "click"]];
const exporting: readonly Step[] = [["nav-settings", "click"], ["settings-export", "click"]];
const way: readonly Step[] = [
  ["way-password", "type", FAKE_PASSWORD],
  ["way-submit", "click"],
];
const reveal: readonly Step[] = [
  ["reveal-password", "type", FAKE_PASSWORD],
  ["reveal-submit", "click"],
];

const keys: readonly Step[] = [["nav-keys", "click"]];
const keyPin: readonly Step[] = [["unlock-use-key", "click"]];

/** Every scene by its name. */
export const SCENES: Record<string, Scene> = {
  "first-run": { options: { state: "absent" } },
  "first-run-weak": {
    options: { state: "absent" },
    steps: [["create-password", "type", "northwind"], ["create-next", "click"]],
  },
  kit: { options: { state: "absent" }, steps: createVault() },
  "kit-type": {
    options: { state: "absent" },
    steps: [
      ...createVault(),
      ["kit-next", "click"],
      ["kit-typed", "type", `${FAKE_WORDS.slice(0, 6).join(" ")} cooper velvet `],
    ],
  },
  unlock: { options: { state: "locked" } },
  "unlock-kit": { options: { state: "locked" }, steps: [["unlock-use-kit", "click"]] },
  "unlock-recovered": {
    options: { state: "locked" },
    steps: [["unlock-use-kit", "click"], ["unlock-kit", "type", FAKE_WORDS.join(" ")], ["unlock-submit", "click"]],
  },
  "unlock-keyring": {
    options: { state: "locked" },
    set: (fake) => (fake.keyring = { code: "keyring-gone", args: {} }),
  },
  "unlock-wrong": { options: { state: "locked" }, steps: unlock("not this one") },
  "unlock-key-offered": { options: { state: "locked" }, set: (fake) => (fake.keysOpen = true) },
  "unlock-key-insert": byKey("insert"),
  "unlock-key-touch": byKey("touch"),
  "unlock-key-pin": byKey(null),
  "unlock-key-wrong-pin": { ...byKey(null), steps: [...keyPin, ["unlock-pin", "type", "1234"], ["unlock-key-submit", "click"]] },
  "unlock-key-pulled": {
    options: { state: "locked" },
    set: (fake) => {
      fake.keysOpen = true;
      fake.fail("keysAnswer", "key-unplugged");
    },
    steps: keyPin,
  },
  "unlock-vaults": {
    options: { state: "locked" },
    set: (fake) => {
      const path = "/home/anna/Studio/Studio.countersign";
      fake.vaults = [...fake.vaults, { name: "Studio", path, present: true, saved: FAKE_NOW - 90_000 }];
    },
  },
  damaged: {
    options: { state: "locked" },
    set: (fake) => fake.fail("unlockOpen", "vault-damaged-copy-found", { path: path(fake), ...fakeCopy(path(fake)) }),
    steps: unlock(FAKE_PASSWORD),
  },
  "too-new": {
    options: { state: "locked" },
    set: (fake) => fake.fail("unlockOpen", "vault-too-new", { path: path(fake), found: "3", supported: "1" }),
    steps: unlock(FAKE_PASSWORD),
  },
  "vault-missing": {
    options: { state: "locked" },
    set: (fake) => {
      fake.vault = { ...fake.vault, present: false, saved: null };
      fake.vaults = [fake.vault];
    },
  },
  codes: { steps: [[FIRST, "key", "ArrowDown"], [FIRST, "key", "ArrowDown"]] },
  "codes-page": {
    steps: [[FIRST, "key", "ArrowDown"], [FIRST, "key", "ArrowDown"]],
    narrow: [[THIRD, "menu"], ["menu-details", "click"]],
  },
  "codes-keys": {
    set: withKeys,
    steps: [[FIRST, "key", "ArrowDown"], [FIRST, "key", "ArrowDown"], ["account-keys", "scroll"]],
    narrow: [[THIRD, "menu"], ["menu-details", "click"], ["account-keys", "scroll"]],
  },
  "two-secrets": {
    set: (fake) => {
      const [first] = fake.kept;
      if (first) first.page.account.conflicts = true;
    },
    steps: [[FIRST, "key", "ArrowUp"]],
    narrow: [[FIRST, "menu"], ["menu-details", "click"]],
  },
  copied: { steps: [[THIRD, "click"]] },
  low: { options: { now: () => (FAKE_NOW + 15) * 1000 } },
  search: { steps: [["search", "type", "anna nor"]] },
  "no-match": { steps: [["search", "type", "unheard of"]] },
  tag: { steps: [["tag-Infrastructure", "click"]] },
  favourites: { steps: [["nav-favourites", "click"]] },
  "no-favourites": {
    options: { accounts: usualAccounts().slice(4) },
    steps: [["nav-favourites", "click"]],
  },
  empty: { options: { accounts: [] } },
  one: { options: { accounts: usualAccounts().slice(0, 1) } },
  "long-names": { options: { accounts: longAccounts() } },
  rtl: { options: { accounts: rightToLeftAccounts() } },
  many: { options: { accounts: manyAccounts(10_000) } },
  "hidden-codes": { options: { settings: { hideCodes: true } } },
  compact: { options: { settings: { density: "compact" } } },
  menu: { steps: [[THIRD, "menu"]] },
  counter: { steps: [["next-00000000000000000000000000000004", "click"]] },
  pin: { steps: [[FIRST, "key", "End"], ["next-0000000000000000000000000000000b", "click"]] },
  "add-by-hand": { steps: [["add", "click"]] },
  "add-error": {
    steps: [
      ["add", "click"],
      ["add-issuer", "type", "Valix"],
      ["add-secret", "type", "JBSW Y3DP 1HPK 3PXP"],
      ["add-submit", "click"],
    ],
  },
  "scan-reading": { set: (fake) => later(() => fake.emit("scan-started", { count: 12 })) },
  "scan-routes": { steps: [["scan-routes", "click"]] },
  "scan-found": { set: (fake) => (fake.scan = SCAN_FOUND), steps: pictures },
  "scan-problems": { set: (fake) => (fake.scan = SCAN_PROBLEMS), steps: pictures },
  "scan-replaces": { set: (fake) => (fake.scan = SCAN_REPLACES), steps: pictures },
  "scan-added": { set: (fake) => (fake.scan = SCAN_FOUND), steps: [...pictures, ["scan-add", "click"]] },
  "scan-nothing": {
    set: (fake) => fake.fail("scanPick", "no-symbol", { path: "/home/anna/Pictures/harbour.jpg" }),
    steps: pictures,
  },
  "screen-found": { set: (fake) => (fake.screen = SCREEN_FOUND), steps: [["scan", "click"]] },
  "screen-nothing": { set: (fake) => (fake.screen = SCREEN_NOTHING), steps: [["scan", "click"]] },
  "screen-closer": {
    set: (fake) => (fake.screen = SCREEN_NOTHING),
    steps: [["scan", "click"], ["scan-harder", "click"]],
  },
  "screen-two": { set: (fake) => (fake.screen = SCREEN_TWO), steps: [["scan", "click"]] },
  "screen-two-second": {
    set: (fake) => (fake.screen = SCREEN_TWO),
    steps: [["scan", "click"], ["scan-screen-1", "click"]],
  },
  "screen-error": { set: (fake) => fake.fail("scanScreen", "screen-portal-missing"), steps: [["scan", "click"]] },
  camera: { set: (fake) => (fake.frames = [FRAME_NOTHING]), steps: camera },
  "camera-part": { set: (fake) => (fake.frames = [FRAME_PART]), steps: camera },
  "camera-other": { set: (fake) => (fake.frames = [FRAME_OTHER]), steps: camera },
  "camera-several": { set: (fake) => (fake.cameras = ["Integrated Camera", "Brio 4K"]), steps: camera },
  "camera-busy": { set: (fake) => fake.fail("scanCameraOpen", "camera-busy", CAMERA), steps: camera },
  "camera-none": { set: (fake) => fake.fail("scanCameras", "camera-none"), steps: camera },
  "camera-black": { set: (fake) => fake.fail("scanCameraFrame", "camera-black", CAMERA), steps: camera },
  edit: { steps: [[THIRD, "menu"], ["menu-edit", "click"]] },
  "reveal-ask": { steps: [[THIRD, "menu"], ["menu-reveal", "click"]] },
  reveal: { steps: [[THIRD, "menu"], ["menu-reveal", "click"], ...reveal] },
  qr: { steps: [[FIRST, "menu"], ["menu-qr", "click"], ...reveal] },
  uri: { steps: [[FIRST, "menu"], ["menu-uri", "click"], ...reveal] },
  keys: { set: withKeys, steps: keys },
  "keys-none": { steps: keys },
  "keys-stranger": {
    set: (fake) => {
      withKeys(fake);
      fake.plugged = [pluggedIn(null, { pin: false, tries: null })];
    },
    steps: keys,
  },
  "keys-more": { set: withKeys, steps: [...keys, ["key-more", "click"], ["key-reset", "scroll"]] },
  "keys-register": { set: withKeys, steps: [...keys, ["keys-register", "click"]] },
  "keys-register-insert": {
    set: (fake) => (fake.keyWaits = "insert"),
    steps: [...keys, ["keys-register", "click"], ["register-name", "type", "Blue YubiKey"], ["register-submit", "click"]],
  },
  "keys-account": { set: withKeys, steps: [...keys, ["key-add-account", "click"], ["account-find", "type", "anna"]] },
  "keys-pin": { set: withKeys, steps: [...keys, ["key-pin", "click"]] },
  "keys-passkeys": {
    set: withKeys,
    steps: [...keys, ["key-passkeys", "click"], ["passkeys-pin", "type", FAKE_PIN], ["passkeys-show", "click"]],
  },
  "keys-test": {
    set: (fake) => {
      withKeys(fake);
      fake.keyWaits = "touch";
    },
    steps: [...keys, ["key-test", "click"]],
  },
  "keys-reset": { set: withKeys, steps: [...keys, ["key-more", "click"], ["key-reset", "click"]] },
  "keys-second": { set: withKeys, steps: [...keys, ["keys-alone-start", "click"]] },
  "keys-lost": {
    set: withKeys,
    steps: [
      ...keys,
      ["key-more", "click"],
      ["key-lost-it", "click"],
      ["confirm-yes", "click"],
      ["lost-done-00000000000000000000000000000003", "click"],
    ],
  },
  ...TEAM_SCENES,
  trash: {
    options: { accounts: [...usualAccounts(), ...trashedAccounts()] },
    steps: [["nav-trash", "click"]],
  },
  "trash-ask": {
    options: { accounts: [...usualAccounts(), ...trashedAccounts()] },
    steps: [["nav-trash", "click"], ["trash-empty", "click"]],
  },
  "trash-empty": { steps: [["nav-trash", "click"]] },
  undo: { steps: [[THIRD, "menu"], ["menu-remove", "click"]] },
  settings: { steps: [["nav-settings", "click"]] },
  "way-keyring": { steps: [["nav-settings", "click"], ["way-add-keyring", "click"]] },
  "way-key": {
    set: (fake) => (fake.keyNeedsPin = true),
    steps: [["nav-settings", "click"], ["way-add-key", "click"]],
  },
  "way-key-insert": {
    set: (fake) => (fake.keyWaits = "insert"),
    steps: [["nav-settings", "click"], ["way-add-key", "click"]],
  },
  "way-kit": { steps: [["nav-settings", "click"], ["way-add-kit", "click"], ...way] },
  "way-renew": { steps: [["nav-settings", "click"], ["way-renew", "click"]] },
  "way-renewed": { steps: [["nav-settings", "click"], ["way-renew", "click"], ...way] },
  backups: { set: withBackups, steps: [["nav-settings", "click"], ["backup-every", "scroll"]] },
  "backup-failed": {
    set: (fake) => {
      withBackups(fake);
      fake.backups = FAILED_BACKUPS;
    },
  },
  "backup-restore": {
    set: withBackups,
    steps: [["nav-settings", "click"], ["backup-restore-0", "click"]],
  },
  "import-drop": { steps: importing },
  "import-programs": { steps: [...importing, ["import-programs", "click"]] },
  "import-reading": { set: (fake) => (fake.slow = true), steps: [...importing, ["import-file", "click"]] },
  "import-password": {
    set: (fake) => (fake.needsPassword = true),
    steps: [
      ...importing,
      ["import-file", "click"],
      ["import-password", "type", "not this one"],
      ["import-open", "click"],
    ],
  },
  "import-costly": {
    set: (fake) => (fake.cost = { memory: "1024", seconds: "8" }),
    steps: [...importing, ["import-file", "click"]],
  },
  "import-plan": { steps: [...importing, ["import-file", "click"]] },
  "import-many": {
    set: (fake) => (fake.contents = manyPlanned(10_000)),
    steps: [...importing, ["import-file", "click"]],
  },
  "import-done": { steps: [...importing, ["import-file", "click"], ["import-add", "click"]] },
  "import-delete": {
    steps: [...importing, ["import-file", "click"], ["import-add", "click"], ["import-delete", "click"]],
  },
  worklist: {
    set: (fake) => {
      for (const [name, done] of [
        ["Amazon – anna@northwind.studio", false],
        ["Coinbase", false],
        ["Twitch", true],
        ["Dropbox", true],
      ] as const)
        fake.addTask(name, done);
    },
    steps: [...importing, ["again-open", "click"]],
  },
  "worklist-new": { steps: [...importing, ["again-open", "click"]] },
  export: { steps: exporting },
  "export-losses": {
    steps: [...exporting, ["export-format-aegis", "click"], ["export-password", "type", "wander copper"]],
  },
  "export-plain": {
    steps: [...exporting, ["export-format-otpauth", "click"], ["export-next", "click"]],
  },
  "export-who": {
    steps: [...exporting, ["export-format-sheet", "click"], ["export-next", "click"], ["export-warn-yes", "click"]],
  },
  "export-done": {
    steps: [
      ...exporting,
      ["export-format-otpauth", "click"],
      ["export-next", "click"],
      ["export-warn-yes", "click"],
      ["export-who-password", "type", FAKE_PASSWORD],
      ["export-who-submit", "click"],
    ],
  },
  "export-series": {
    steps: [
      ...exporting,
      ["export-format-google", "click"],
      ["export-next", "click"],
      ["export-who-password", "type", FAKE_PASSWORD],
      ["export-who-submit", "click"],
    ],
  },
  restore: { options: { state: "absent" }, steps: [["unlock-restore", "click"]] },
  "not-saved": {
    set: (fake) => {
      fake.fail("codesRemove", "save-no-space", { path: path(fake) });
      fake.unsaved = true;
    },
    steps: [[THIRD, "menu"], ["menu-remove", "click"]],
  },
  "lock-unsaved": { set: (fake) => (fake.unsaved = true), steps: [["nav-lock", "click"]] },
  "vault-older": {
    set: (fake) => {
      fake.unsaved = true;
      const args = { path: path(fake), saved: "2026-11-20 18:02 UTC", newer: "2026-11-22 09:10 UTC" };
      later(() => fake.emit("vault-trouble", { code: "vault-older", args }));
    },
  },
  "vault-gone": {
    set: (fake) => {
      fake.unsaved = true;
      later(() => fake.emit("vault-trouble", { code: "vault-gone", args: { path: path(fake) } }));
    },
  },
  ...COMPANION_SCENES,
};

/** The vault of ?scene=NAME, with &theme=, &density=, &now= (Unix seconds; the clock stands still) and &accounts=N. */
export function fakeFromAddress(address: URLSearchParams): Fake {
  const scene = SCENES[address.get("scene") ?? "codes"] ?? {};
  const seconds = Number(address.get("now") ?? 0);
  if (address.has("scene") || seconds > 0) {
    const now = seconds > 0 ? seconds * 1000 : (scene.options?.now?.() ?? FAKE_NOW * 1000);
    // The pages and the vault have one clock: it stands still, so that each picture is the same.
    Date.now = () => now;
  }
  const count = Number(address.get("accounts") ?? 0);
  const fake = new Fake({
    ...scene.options,
    ...(count > 0 ? { accounts: manyAccounts(count) } : {}),
    now: () => Date.now(),
  });
  const theme = address.get("theme");
  if (theme === "light" || theme === "dark") fake.settings = { ...fake.settings, theme };
  if (address.get("density") === "compact") fake.settings = { ...fake.settings, density: "compact" };
  scene.set?.(fake);
  const narrow = matchMedia("(max-width: 899px)").matches ? (scene.narrow ?? []) : [];
  const { dataset } = document.documentElement;
  // Whoever takes pictures waits for the one, and fails by the other.
  play([...(scene.steps ?? []), ...narrow]).then(
    () => (dataset["played"] = "yes"),
    (missing: unknown) => (dataset["failed"] = String(missing)),
  );
  return fake;
}

function createVault(): readonly Step[] {
  return [["create-password", "type", FAKE_PASSWORD], ["create-next", "click"]];
}

/** Unlocking by a key that waits; `null`: for its PIN. */
function byKey(waits: KeyStepDto | null): Scene {
  const set = (fake: Fake): void => {
    fake.keysOpen = true;
    fake.keyWaits = waits;
    fake.keyNeedsPin = waits === null;
  };
  return { options: { state: "locked" }, set, steps: keyPin };
}

function unlock(password: string): readonly Step[] {
  return [["unlock-password", "type", password], ["unlock-submit", "click"]];
}

function path(fake: Fake): string {
  return fake.vault.path;
}

/** In milliseconds. */
const SETTLING = 200;

/** Does the steps one after the other, each as soon as its element is there. Rejects where one does not come. */
export async function play(steps: readonly Step[]): Promise<void> {
  // Nobody is quicker than the page: what it loads at first is there before the first step.
  if (steps.length > 0) await pause(SETTLING);
  for (const [testid, action, text = ""] of steps) {
    const element = await appearing(testid);
    if (action === "click") element.click();
    if (action === "scroll") element.scrollIntoView({ block: "center" });
    if (action === "menu") openMenu(element);
    if (action === "key") press(element, text);
    if (action === "type") type(element, text);
    await pause();
  }
}

async function appearing(testid: string): Promise<HTMLElement> {
  // A busy machine measures and draws late.
  for (let tries = 0; tries < 500; tries += 1) {
    const found = document.querySelector<HTMLElement>(`[data-testid="${testid}"]`);
    if (found) return found;
    await pause();
  }
  throw new Error(`the scene has no ${testid}`);
}

function openMenu(element: HTMLElement): void {
  const { right, bottom } = element.getBoundingClientRect();
  const at = { clientX: right - 260, clientY: bottom - 12, bubbles: true, cancelable: true };
  element.dispatchEvent(new MouseEvent("contextmenu", at));
}

function withKeys(fake: Fake): void {
  fake.registry = usualKeys();
  fake.plugged = [pluggedIn(fake.registry[0]?.id ?? null)];
}

function withBackups(fake: Fake): void {
  fake.backups = GOOD_BACKUPS;
  fake.backupList = BACKUP_LIST;
}

function press(element: HTMLElement, key: string): void {
  element.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
}

function type(element: HTMLElement, text: string): void {
  const input = element as HTMLInputElement;
  input.focus();
  input.value = text;
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

function later(run: () => void): void {
  setTimeout(run, 100);
}

function pause(milliseconds = 20): Promise<void> {
  return new Promise((done) => setTimeout(done, milliseconds));
}
