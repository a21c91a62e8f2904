/** Scenes of the companion: backup codes, the checkup and the lockout drill. */
import type { Fake } from "./fake";
import { GOOD_BACKUPS } from "./fake-backups";
import { FAKE_NOW, FAKE_PASSWORD } from "./fake-data";
import { usualKeys } from "./fake-keys-data";
import type { Scene, Step } from "./fake-scenes";

const DAY = 86_400;
const FIRST = "account-00000000000000000000000000000001";
const CODES = "7f3a-91c2 0be4-55d8 c6a1-2e97 48d0-b3f6 e92c-7a15 1d84-60fb a7b3-c4e8 5e06-19da 93fc-82b7 2a5d-f0c9".split(" ");

/** Which of the ten codes of a set are used. */
function used(...numbers: number[]): (number | null)[] {
  return CODES.map((_, at) => (numbers.includes(at + 1) ? FAKE_NOW - (20 - at) * DAY : null));
}

const id = (number: number): string => number.toString(16).padStart(32, "0");

/** Some have codes, some have few, none, or have them elsewhere. */
export function withCompanion(fake: Fake): void {
  fake.registry = usualKeys();
  fake.backups = GOOD_BACKUPS;
  fake.downloaded = CODES;
  const issued = FAKE_NOW - 60 * DAY;
  fake.addSet(id(1), "github-recovery-codes.txt", CODES.toReversed(), {
    issued: FAKE_NOW - 300 * DAY,
    invalidSince: issued,
    used: used(1, 2, 3, 4),
  });
  fake.addSet(id(1), "github-recovery-codes.txt", CODES, { issued, used: used(1) });
  fake.addSet(id(2), "", CODES, { issued, used: used(1, 2, 3, 4, 5, 6, 7, 8, 9, 10) });
  fake.addSet(id(3), "cloudflare.txt", CODES, { issued, used: used(1, 2) });
  fake.addSet(id(6), "illixis.txt", CODES, { issued, used: used(1, 2, 3, 4, 5, 6, 7, 8) });
  fake.addSet(id(7), "", [], { issued, kept: { place: "elsewhere", note: "safe, second drawer" } });
  for (const kept of fake.kept)
    if (["Cloudflare", "Stripe"].includes(kept.page.account.issuer))
      kept.page = { ...kept.page, methods: [...kept.page.methods, { method: "sms", rank: "backup" }] };
}

/** The page of an account, by its number in the usual list. */
function pageOf(number: number): Pick<Scene, "steps" | "narrow"> {
  const row = `account-${id(number)}`;
  const down = Array.from({ length: number - 1 }, (): Step => [FIRST, "key", "ArrowDown"]);
  return { steps: down, narrow: [[row, "menu"], ["menu-details", "click"]] };
}

/** The same, and what is done there. */
function onPage(number: number, steps: readonly Step[]): Scene {
  const page = pageOf(number);
  const [wide, narrow] = [page.steps ?? [], page.narrow ?? []];
  const isNarrow = matchMedia("(max-width: 899px)").matches;
  return { set: withCompanion, steps: [...(isNarrow ? narrow : wide), ...steps] };
}

const asked: readonly Step[] = [["sets-list", "click"], ["backup-code-show-2", "click"]];
const shown: readonly Step[] = [
  ...asked,
  ["reveal-password", "type", FAKE_PASSWORD],
  ["reveal-submit", "click"],
  ["backup-code-text", "scroll"],
];
const checkup: readonly Step[] = [["nav-checkup", "click"]];
const drill: readonly Step[] = [...checkup, ["checkup-tab-drill", "click"]];
const pasted: readonly Step[] = [
  ["sets-add", "click"],
  ["new-codes-text", "type", CODES.map((code, at) => `${at + 1}. ${code}`).join("\n")],
];

export const COMPANION_SCENES: Record<string, Scene> = {
  "backup-codes": onPage(1, [["sets-list", "click"], ["sets-older", "scroll"]]),
  "backup-codes-none": onPage(5, [["sets-add", "scroll"]]),
  "backup-codes-few": onPage(6, [["sets-warning", "scroll"]]),
  "backup-codes-gone": onPage(2, [["sets-warning", "scroll"]]),
  "backup-codes-kept": onPage(7, [["sets-kept", "scroll"]]),
  "backup-codes-older": onPage(1, [["sets-older", "click"], ["sets-older", "scroll"]]),
  "backup-codes-ask": onPage(1, asked),
  "backup-codes-shown": onPage(1, shown),
  "backup-codes-copied": onPage(1, [...shown, ["backup-code-copy-2", "click"], ["sets-add", "scroll"]]),
  "backup-codes-give": onPage(5, [["sets-add", "click"]]),
  "backup-codes-paste": onPage(5, pasted),
  "backup-codes-look": onPage(5, [...pasted, ["new-codes-next", "click"]]),
  "backup-codes-unread": onPage(5, [
    ["sets-add", "click"],
    ["new-codes-text", "type", "none"],
    ["new-codes-next", "click"],
  ]),
  "backup-codes-replace": onPage(1, [["sets-add", "click"], ["new-codes-file", "click"]]),
  "backup-codes-stored": onPage(5, [["sets-add", "click"], ["new-codes-file", "click"], ["new-codes-store", "click"]]),
  "backup-codes-deleted": onPage(5, [
    ["sets-add", "click"],
    ["new-codes-file", "click"],
    ["new-codes-store", "click"],
    ["new-codes-delete", "click"],
  ]),
  "backup-codes-keep": onPage(7, [["sets-more", "click"], ["sets-keep", "click"]]),
  "backup-codes-print": onPage(1, [["sets-more", "click"], ["sets-print", "click"]]),
  "account-findings": onPage(3, []),
  checkup: { set: withCompanion, steps: checkup },
  "checkup-open": { set: withCompanion, steps: [...checkup, ["found-open-no_backup_codes", "click"]] },
  "checkup-dismissed": {
    set: withCompanion,
    steps: [...checkup, ["found-dismiss-deadline_near", "click"], ["checkup-tab-dismissed", "click"]],
  },
  "checkup-none-dismissed": { set: withCompanion, steps: [...checkup, ["checkup-tab-dismissed", "click"]] },
  "checkup-nothing": {
    options: { accounts: [] },
    set: (fake) => (fake.backups = GOOD_BACKUPS),
    steps: checkup,
  },
  "checkup-failed": { set: (fake) => fake.fail("checkupCheck", "clock-unset"), steps: checkup },
  drill: { set: withCompanion, steps: drill },
  "drill-laptop": {
    set: (fake) => {
      withCompanion(fake);
      fake.backups = { ...GOOD_BACKUPS, proved: null };
    },
    steps: [...drill, ["lost-laptop", "click"]],
  },
  "drill-safe": { set: withCompanion, steps: [...drill, ["lost-laptop", "click"], ["lost-phone", "click"]] },
};
