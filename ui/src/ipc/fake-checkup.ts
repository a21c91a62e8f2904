/** The fake backend's checkup and drill: a few rules of the many, so that what is put right is found no more. */
import type { AnswerDto } from "./bindings/AnswerDto";
import type { CheckupDto } from "./bindings/CheckupDto";
import type { DrillDto } from "./bindings/DrillDto";
import type { FindingDto } from "./bindings/FindingDto";
import type { FoundGroupDto } from "./bindings/FoundGroupDto";
import type { LostDto } from "./bindings/LostDto";
import type { OneCheckupDto } from "./bindings/OneCheckupDto";
import { FakeBackupCodes } from "./fake-backup-codes";
import type { Kept } from "./fake-data";

type Severity = FindingDto["severity"];

const WEIGHT: Record<Severity, number> = { high: 40, medium: 20, low: 5 };
const ORDER: readonly Severity[] = ["high", "medium", "low"];
const TWO_WEEKS = 14 * 86_400;

export abstract class FakeCheckup extends FakeBackupCodes {
  abstract kept: Kept[];
  /** What was put away: the name of a finding, and whose. */
  readonly dismissed = new Set<string>();

  checkupCheck = async (): Promise<CheckupDto> => {
    const accounts = this.#accounts();
    const found = new Map<string, FoundGroupDto>();
    for (const finding of this.#ofVault()) found.set(finding.name, { finding, accounts: [] });
    for (const kept of accounts) {
      for (const finding of this.#of(kept)) {
        const key = `${finding.name} ${finding.dismissed}`;
        const group = found.get(key) ?? { finding, accounts: [] };
        group.accounts.push(kept.page.account.id);
        found.set(key, group);
      }
    }
    const scores = accounts.map((kept) => score(this.#of(kept)));
    const mean = scores.length > 0 ? scores.reduce((sum, one) => sum + one, 0) / scores.length : 100;
    const vault = score(this.#ofVault());
    await this.done("checkupCheck");
    return { overall: Math.min(vault, Math.floor(mean)), vault, found: [...found.values()].toSorted(worstFirst) };
  };

  checkupCount = async (): Promise<number> => {
    const { found } = await this.checkupCheck();
    return found.filter(({ finding }) => !finding.dismissed).length;
  };

  checkupOf = (id: string): Promise<OneCheckupDto> => {
    const kept = this.find(id);
    const found = kept ? this.#of(kept) : [];
    return Promise.resolve({ score: score(found), found });
  };

  checkupDismiss = (account: string | null, finding: string, dismissed: boolean): Promise<void> => {
    const key = `${finding} ${account ?? ""}`;
    if (dismissed) this.dismissed.add(key);
    else this.dismissed.delete(key);
    if (account !== null) this.touch(account);
    return this.done("checkupDismiss");
  };

  checkupDrill = async (lost: LostDto): Promise<DrillDto> => {
    await this.done("checkupDrill");
    const answers = this.#accounts().map((kept) => this.#answer(kept, lost));
    const rank = ["locked", "effort", "in"];
    return {
      backup: this.backups.proved,
      answers: answers.toSorted((a, b) => rank.indexOf(a.outcome) - rank.indexOf(b.outcome)),
    };
  };

  #answer({ page }: Kept, lost: LostDto): AnswerDto {
    const { account, recoveryContact } = page;
    const keys = this.registry.filter((key) => key.accounts.some((on) => on.account.id === account.id));
    const key = keys.some(({ id }) => !lost.keys.includes(id));
    const elsewhere = this.validSets(account.id).some(({ set }) => set.kept !== null);
    const ways = [
      lost.laptop ? null : "by-codes",
      key ? "by-key" : null,
      elsewhere ? "by-kept-code" : null,
      lost.laptop && this.backups.proved !== null ? "by-backup" : null,
    ].filter((way) => way !== null);
    const helped = recoveryContact !== "" && !lost.colleague;
    if (ways.length > 0) {
      const plan = ways[0] === "by-key" ? ["step-use-key", "step-enrol-again"] : ["step-use-codes"];
      return { account, outcome: "in", by: ways, plan, today: [] };
    }
    const today = ["change-backup", "change-second-key", "change-backup-codes"];
    return helped
      ? { account, outcome: "effort", by: ["by-contact"], plan: ["step-ask-contact", "step-enrol-again"], today }
      : { account, outcome: "locked", by: [], plan: ["step-ask-site", "step-enrol-again"], today };
  }

  #accounts(): Kept[] {
    return this.kept.filter(({ trashed }) => trashed === null);
  }

  #ofVault(): FindingDto[] {
    const { proved } = this.backups;
    return proved === null ? [this.#finding("backup_unproved", "high", null)] : [];
  }

  #of({ page }: Kept): FindingDto[] {
    const { id } = page.account;
    const on = page.methods.filter(({ rank }) => rank !== "off").map(({ method }) => method);
    const sets = this.validSets(id);
    const elsewhere = sets.some(({ set }) => set.kept !== null);
    const left = sets.flatMap(({ set }) => set.used).filter((used) => used === null).length;
    const keys = this.registry.filter((key) => key.accounts.some((one) => one.account.id === id)).length;
    const due = page.deadline === null ? null : Date.parse(page.deadline) / 1000 - this.seconds();
    const found: [boolean, string, Severity][] = [
      [sets.length === 0, "no_backup_codes", "medium"],
      [sets.length > 0 && !elsewhere && left === 0, "no_codes_left", "medium"],
      [!elsewhere && left > 0 && left <= 3, "few_backup_codes", "low"],
      [on.length < 2 && keys === 0 && left === 0 && !elsewhere, "one_factor", "medium"],
      [due !== null && due > 0 && due <= TWO_WEEKS, "deadline_near", "medium"],
      [on.includes("sms"), "sms_fallback", "low"],
      [keys === 1, "one_key", "low"],
    ];
    const there = found.filter(([isThere]) => isThere);
    return there.map(([, name, severity]) => this.#finding(name, severity, id));
  }

  #finding(name: string, severity: Severity, account: string | null): FindingDto {
    return { name, severity, dismissed: this.dismissed.has(`${name} ${account ?? ""}`) };
  }
}

function score(found: readonly FindingDto[]): number {
  return Math.max(0, 100 - found.reduce((sum, { severity }) => sum + WEIGHT[severity], 0));
}

function worstFirst(a: FoundGroupDto, b: FoundGroupDto): number {
  return ORDER.indexOf(a.finding.severity) - ORDER.indexOf(b.finding.severity);
}
