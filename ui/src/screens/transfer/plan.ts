/** What an import would do, in words. */
import type { AccountDto } from "$ipc/bindings/AccountDto";
import type { LeftOutDto } from "$ipc/bindings/LeftOutDto";
import type { PlanDto } from "$ipc/bindings/PlanDto";
import type { PlannedDto } from "$ipc/bindings/PlannedDto";
import { language, t } from "$text";
import type { Counts } from "./import.svelte";

/** A row of the list: all accounts, then those that are left out. */
export type Row =
  | { kind: "entry"; entry: PlannedDto; index: number }
  | { kind: "title" }
  | { kind: "left-out"; leftOut: LeftOutDto };

const list = new Intl.ListFormat(language, { type: "conjunction" });

export function rowsOf(plan: PlanDto): Row[] {
  const entries = plan.entries.map((entry, index): Row => ({ kind: "entry", entry, index }));
  const leftOut = plan.leftOut.map((leftOut): Row => ({ kind: "left-out", leftOut }));
  return leftOut.length === 0 ? entries : [...entries, { kind: "title" }, ...leftOut];
}

/** Such as "3 are new, 1 updates yours and 2 are there already. 14 items have no one-time password." */
export function summary({ counts }: { counts: Counts }, plan: PlanDto): string {
  const is = (fate: PlannedDto["fate"]) => (entry: PlannedDto) => entry.fate === fate && entry.sameAs === null;
  const parts = [
    { word: "import-count-new", count: plan.entries.filter(is("new")).length },
    { word: "import-count-updates", count: plan.entries.filter(is("updates")).length },
    { word: "import-count-archived", count: plan.entries.filter(is("archived")).length },
    { word: "import-count-known", count: plan.entries.filter(is("duplicate")).length },
    { word: "import-count-twice", count: plan.entries.filter(({ sameAs }) => sameAs !== null).length },
  ].flatMap(({ word, count }) => (count > 0 ? [t(word, { count })] : []));
  const sentences = [
    parts.length > 0 ? t("import-counts", { parts: list.format(parts) }) : null,
    plan.withoutOtp > 0 ? t("import-count-without", { count: plan.withoutOtp }) : null,
    counts.notesCut > 0 ? t("import-count-notes", { count: counts.notesCut }) : null,
  ];
  return sentences.filter((sentence) => sentence !== null).join(" ");
}

export function titleOf({ issuer, account }: AccountDto): string {
  return issuer || account || t("import-no-name");
}

/** What stands below the title. */
export function detail({ issuer, account, tags }: AccountDto): string {
  return [issuer ? account : "", ...tags].filter((text) => text !== "").join(" · ");
}

/** What is unusual about its codes; empty where nothing is. */
export function special({ kind, digits, period }: AccountDto): string {
  if (kind === "totp" && digits === 6 && period === 30) return "";
  if (kind === "totp") return t("import-digits-period", { digits, period: period ?? 0 });
  return t(kind === "hotp" ? "import-counter" : `type-${kind}`);
}

/** The words for its fate, where that is not simply to be added. */
export function fateOf({ fate, sameAs }: PlannedDto): { word: string; tone: "plain" | "warn" | "good" } | null {
  if (fate === "new") return null;
  if (fate === "archived") return { word: "import-fate-archived", tone: "warn" };
  if (sameAs !== null) return { word: "import-fate-twice", tone: "plain" };
  return fate === "updates"
    ? { word: "import-fate-updates", tone: "good" }
    : { word: "import-fate-known", tone: "plain" };
}
