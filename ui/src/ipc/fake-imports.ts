/** What the fake reads from other programs' files. */
import type { LeftOutDto } from "./bindings/LeftOutDto";
import type { PlanDto } from "./bindings/PlanDto";
import type { PlannedDto } from "./bindings/PlannedDto";
import type { SourceDto } from "./bindings/SourceDto";
import { keep, manyAccounts, usualAccounts } from "./fake-data";

/** Of every file of the fake that has one. */
export const FILE_PASSWORD = "a password of the file";

export const PLAIN_FILE: SourceDto = { ticket: 1, name: "aegis-export-2026-11-20.json" };

/** All that can become of an account. */
export const PLAN: PlanDto = {
  format: "aegis",
  entries: [
    planned(101, "Dropbox", "anna@northwind.studio", { tags: ["Work"] }),
    planned(102, "Notion", "anna@northwind.studio", { tags: ["Work"] }, { notesCut: true }),
    planned(1, "GitHub", "anna@northwind.studio", {}, { fate: "duplicate" }),
    planned(4, "Contoso Bank", "NO93 8601 1117 947", { kind: "hotp", period: null }, { fate: "updates" }),
    planned(103, "Figma", "anna@northwind.studio", { digits: 8, period: 60 }),
    planned(104, "Steam", "northwind_studio", { kind: "steam", digits: 5 }),
    planned(102, "Notion", "anna@northwind.studio (2)", {}, { fate: "duplicate", sameAs: 1 }),
    planned(105, "Old forum", "anna", {}, { fate: "archived" }),
    planned(106, "", "door code"),
  ],
  leftOut: [
    { number: 5, name: "Fax server", reason: { code: "secret-missing", args: {} } },
    { number: 11, name: "", reason: { code: "import-entry-damaged", args: {} } },
  ],
  withoutOtp: 3,
  isPlain: true,
  isFile: true,
};

/** Nothing in it that is not there. */
export const PLAN_KNOWN: PlanDto = {
  ...PLAN,
  entries: usualAccounts().map(({ page }) => ({
    account: page.account,
    fate: "duplicate",
    sameAs: null,
    notesCut: false,
  })),
  leftOut: [],
  withoutOtp: 0,
};

export function manyPlanned(count: number): PlanDto {
  const entries = manyAccounts(count).map(({ page }): PlannedDto => {
    return { account: page.account, fate: "new", sameAs: null, notesCut: false };
  });
  const reason = { code: "import-entry-damaged", args: {} };
  const leftOut = Array.from({ length: count / 10 }, (_, index): LeftOutDto => ({ number: index + 1, name: "", reason }));
  return { ...PLAN, entries, leftOut };
}

function planned(
  number: number,
  issuer: string,
  account: string,
  special: Parameters<typeof keep>[3] = {},
  more: Partial<PlannedDto> = {},
): PlannedDto {
  return { account: keep(number, issuer, account, special).page.account, fate: "new", sameAs: null, notesCut: false, ...more };
}
