/** What the fake writes for other programs. */
import type { FormatDto } from "./bindings/FormatDto";
import type { LossDto } from "./bindings/LossDto";

const optional = ["2fas", "aegis", "bitwarden", "ente", "proton-authenticator", "stratum"];
const always = ["countersign", "keepass"];
const never = ["google", "json", "otpauth", "sheet"];

export const FORMATS: FormatDto[] = [...optional, ...always, ...never].sort().map((name) => ({
  name,
  encryption: optional.includes(name) ? "optional" : always.includes(name) ? "always" : "never",
}));

/** What a format does not hold of the accounts with these ids: the last of them makes codes that others do not know. */
export function lossesOf(format: string, ids: readonly string[], backupCodes: boolean): LossDto[] {
  if (format === "countersign") return [];
  if (format === "sheet") {
    const codes = backupCodes ? [] : [{ part: "backup-codes", ids: ids.slice(0, 1) }];
    return [...codes, { part: "notes", ids: ids.slice(2, 3) }].filter(({ ids }) => ids.length > 0);
  }
  const missing = ids.slice(10);
  const kept = ids.slice(0, 10);
  return [
    { part: "codes", ids: missing },
    { part: "backup-codes", ids: kept.slice(0, 1) },
    { part: "notes", ids: kept.slice(2, 3) },
    { part: "tags", ids: kept.slice(0, 7) },
    { part: "history", ids: kept.slice(2, 3) },
  ].filter(({ ids }) => ids.length > 0);
}
