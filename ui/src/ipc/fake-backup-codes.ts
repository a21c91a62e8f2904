/** The fake backend's backup codes. */
import type { BackupCodesDto } from "./bindings/BackupCodesDto";
import type { CodeSetDto } from "./bindings/CodeSetDto";
import type { CopiedDto } from "./bindings/CopiedDto";
import type { CredentialDto } from "./bindings/CredentialDto";
import type { KeptDto } from "./bindings/KeptDto";
import type { NewCodesDto } from "./bindings/NewCodesDto";
import type { SourceDto } from "./bindings/SourceDto";
import { error } from "./fake-made-up";
import { FakeTransfers } from "./fake-transfers";

/** With so many left, or fewer, it is time for new ones. */
const FEW = 3;
/** Seconds for which codes can be shown. */
const SHOWN = 60;

/** A set with its codes. */
export interface FakeSet {
  set: CodeSetDto;
  codes: string[];
}

export abstract class FakeBackupCodes extends FakeTransfers {
  /** The sets of accounts, by their ids. */
  readonly codeSets = new Map<string, FakeSet[]>();
  /** What somebody chooses or drops, and the codes in it. */
  download: SourceDto | null = { ticket: 1, name: "backup-codes.txt" };
  downloaded: string[] = [];
  #confirmed: string | null = null;
  #made = 0;

  backupCodesOf = (id: string): Promise<BackupCodesDto> => {
    const valid = this.validSets(id);
    const sets = this.#sets(id).map(({ set }) => set);
    return Promise.resolve({
      left: valid.reduce((left, { set }) => left + set.used.filter((used) => used === null).length, 0),
      total: valid.reduce((total, { set }) => total + set.used.length, 0),
      few: FEW,
      sets: sets.toSorted((a, b) => Number(a.invalidSince !== null) - Number(b.invalidSince !== null)),
    });
  };

  backupCodesConfirm = async (id: string, credential: CredentialDto): Promise<number> => {
    this.check(credential);
    this.#confirmed = id;
    await this.done("backupCodesConfirm");
    return SHOWN;
  };

  backupCodesHide = (): Promise<void> => {
    this.#confirmed = null;
    return this.done("backupCodesHide");
  };

  backupCodesReveal = async (id: string, set: string, index: number): Promise<string> => {
    await this.done("backupCodesReveal");
    if (this.#confirmed !== id) throw error("backup-codes-hidden");
    const code = this.#sets(id).find((known) => known.set.id === set)?.codes[index];
    if (code === undefined) throw error("backup-code-gone");
    return code;
  };

  backupCodesCopy = async (id: string, set: string, index: number): Promise<CopiedDto> => {
    await this.backupCodesReveal(id, set, index);
    this.calls.push("backupCodesCopy");
    return { seconds: this.settings.clipboardSeconds, code: null };
  };

  backupCodesMark = (id: string, set: string, index: number, used: boolean): Promise<void> => {
    this.#change(id, (known) => {
      if (known.set.id !== set) return known;
      const marks = known.set.used.with(index, used ? (known.set.used[index] ?? this.seconds()) : null);
      return { ...known, set: { ...known.set, used: marks } };
    });
    return this.done("backupCodesMark");
  };

  backupCodesKeep = (id: string, kept: KeptDto | null): Promise<void> => {
    const others = this.#sets(id).filter(({ set }) => set.kept === null);
    const noted = kept && { set: { ...this.#set("", []), kept }, codes: [] };
    this.codeSets.set(id, noted ? [noted, ...others] : others);
    this.touch(id);
    return this.done("backupCodesKeep");
  };

  backupCodesBegin = (): Promise<void> => this.done("backupCodesBegin");

  backupCodesDiscard = (): Promise<void> => this.done("backupCodesDiscard");

  backupCodesRead = (text: string): Promise<NewCodesDto> => {
    const codes = text.match(/[A-Za-z0-9-]{6,}/g) ?? [];
    return codes.length > 0 ? Promise.resolve({ codes }) : Promise.reject(error("backup-codes-none-found"));
  };

  backupCodesPick = (): Promise<SourceDto | null> => Promise.resolve(this.download);

  backupCodesPreview = (ticket: number): Promise<NewCodesDto> =>
    ticket === this.download?.ticket
      ? Promise.resolve({ codes: this.downloaded })
      : Promise.reject(error("import-gone"));

  backupCodesStore = async (
    id: string,
    { codes }: NewCodesDto,
    ticket: number | null,
    replace: boolean,
  ): Promise<number> => {
    const source = ticket === null ? "" : (this.download?.name ?? "");
    if (replace)
      this.#change(id, (known) => ({
        ...known,
        set: { ...known.set, invalidSince: known.set.invalidSince ?? this.seconds() },
      }));
    this.addSet(id, source, codes);
    await this.done("backupCodesStore");
    return codes.length;
  };

  backupCodesDeleteFile = (): Promise<void> => this.done("backupCodesDeleteFile");

  backupCodesSheet = async (_id: string, credential: CredentialDto): Promise<string | null> => {
    this.check(credential);
    await this.done("backupCodesSheet");
    return this.place && `${this.place}/countersign-backup-codes.html`;
  };

  /** `more`: what is not as in a new set. */
  addSet(id: string, source: string, codes: string[], more: Partial<CodeSetDto> = {}): void {
    const set = { ...this.#set(source, codes), ...more };
    this.codeSets.set(id, [{ set, codes }, ...this.#sets(id)]);
    this.touch(id);
  }

  /** The list of accounts that is asked for next tells that this one is another. */
  protected touch(id: string): void {
    const kept = this.find(id);
    if (kept) kept.page = { ...kept.page, account: { ...kept.page.account } };
  }

  protected validSets(id: string): FakeSet[] {
    return this.#sets(id).filter(({ set }) => set.invalidSince === null);
  }

  #set(source: string, codes: string[]): CodeSetDto {
    this.#made += 1;
    const id = `5e${String(this.#made).padStart(30, "0")}`;
    return { id, issued: this.seconds(), invalidSince: null, source, kept: null, used: codes.map(() => null) };
  }

  #sets(id: string): FakeSet[] {
    return this.codeSets.get(id) ?? [];
  }

  #change(id: string, change: (set: FakeSet) => FakeSet): void {
    this.codeSets.set(id, this.#sets(id).map(change));
    this.touch(id);
  }
}
