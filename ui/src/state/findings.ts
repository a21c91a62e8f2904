/** What a finding of the checkup is called, and where it is put right. */
import type { FindingDto } from "$ipc/bindings/FindingDto";
import { find } from "$text";

/** Where a finding is put right: with the backup codes, the form or the page of its account, the keys, the teams, the settings. */
export type Fix = "codes" | "replace" | "edit" | "keys" | "account" | "teams" | "settings";

const FIXES: Record<string, Fix> = {
  sms_only: "edit",
  email_only: "edit",
  sms_fallback: "edit",
  no_backup_codes: "codes",
  no_codes_left: "replace",
  few_backup_codes: "replace",
  codes_older_than_secret: "replace",
  one_factor: "codes",
  hardware_key_possible: "keys",
  one_key: "keys",
  key_lost: "keys",
  key_not_seen: "keys",
  duplicate_secret: "account",
  short_secret: "edit",
  deadline_near: "edit",
  deadline_passed: "edit",
  trusted_device_long: "edit",
  sole_owner: "teams",
  shared_with_former_member: "teams",
};

/** One of the vault has no account, and is put right in the settings. */
export function fixOf({ name }: FindingDto): Fix {
  return FIXES[name] ?? "settings";
}

/** Their titles say why they are bad. */
const PLAIN = new Set(["no_backup_codes", "no_codes_left", "few_backup_codes", "one_key", "backup_old"]);

/** Why it is bad, and what to do about it. */
export function textOf(finding: FindingDto): string {
  const id = `finding-${dashed(finding)}`;
  const reason = PLAIN.has(finding.name) ? null : find(id, null);
  return [reason, find(id, "hint")].filter((part) => part !== null).join(" ");
}

/** The part of message ids that names it. */
export function dashed({ name }: FindingDto): string {
  return name.replaceAll("_", "-");
}

/** A score in a word. */
export function grade(score: number): { word: "score-good" | "score-fair" | "score-weak"; tone: "good" | "warn" | "bad" } {
  if (score >= 80) return { word: "score-good", tone: "good" };
  return score >= 50 ? { word: "score-fair", tone: "warn" } : { word: "score-weak", tone: "bad" };
}
