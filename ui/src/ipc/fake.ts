/** The backend in memory: for the tests of the pages, a plain browser and screenshots. No clock, no randomness. */
import type { Backend, Events } from "./backend";
import type { AccountDto } from "./bindings/AccountDto";
import type { AddedDto } from "./bindings/AddedDto";
import type { CodeDto } from "./bindings/CodeDto";
import type { CopiedDto } from "./bindings/CopiedDto";
import type { CredentialDto } from "./bindings/CredentialDto";
import type { EditDto } from "./bindings/EditDto";
import type { ErrorDto } from "./bindings/ErrorDto";
import type { FirstDto } from "./bindings/FirstDto";
import type { NowDto } from "./bindings/NowDto";
import type { PageDto } from "./bindings/PageDto";
import type { QrDto } from "./bindings/QrDto";
import type { SecretsDto } from "./bindings/SecretsDto";
import type { SettingsDto } from "./bindings/SettingsDto";
import type { StateDto } from "./bindings/StateDto";
import type { StrengthDto } from "./bindings/StrengthDto";
import type { TrashedDto } from "./bindings/TrashedDto";
import type { TypedDto } from "./bindings/TypedDto";
import type { VaultDto } from "./bindings/VaultDto";
import {
  FAKE_NOW,
  FAKE_PASSWORD,
  keep,
  usualAccounts,
  type Kept,
} from "./fake-data";
import { error, fakeCode, fakeCopy, isKit } from "./fake-made-up";
import { ACCOUNT_QR } from "./fake-qr";
import { FakeTeams } from "./fake-teams";

export { fakeCode, fakeCopy };

export interface FakeOptions {
  state?: StateDto["kind"];
  accounts?: Kept[];
  /** Unix milliseconds. */
  now?: () => number;
  settings?: Partial<SettingsDto>;
}

export class Fake extends FakeTeams implements Backend {
  state: StateDto["kind"];
  /** What the pages told of the window. */
  inView = true;
  unsaved = false;
  override kept: Kept[];
  /** The one that is open or to be opened. */
  override vault: VaultDto;
  /** Those opened before, the newest first. */
  vaults: VaultDto[];
  /** What somebody chooses when asked for a vault file or a place for one. */
  chosen: VaultDto | null = null;
  first: FirstDto | null = null;
  /** Why the keyring did not open the vault. */
  keyring: ErrorDto | null = null;
  /** Other versions of the vault beside it, and how many accounts have two secrets once one is merged. */
  copies: string[] = [];
  conflicts = 0;

  readonly #now: () => number;
  readonly #handlers = new Map<string, Set<(payload: never) => void>>();

  constructor({ state = "open", accounts = usualAccounts(), now, settings }: FakeOptions = {}) {
    super();
    this.state = state;
    this.kept = accounts;
    this.#now = now ?? (() => FAKE_NOW * 1000);
    this.settings = { ...this.settings, ...settings };
    this.vault = {
      name: "Personal",
      path: "/home/anna/.local/share/countersign/Personal.countersign",
      present: state !== "absent",
      saved: state === "absent" ? null : this.seconds() - 250,
    };
    this.vaults = state === "absent" ? [] : [this.vault];
  }

  /** Tells the pages what the program would. */
  override emit<E extends keyof Events>(event: E, payload: Events[E]): void {
    this.#handlers.get(event)?.forEach((handler) => handler(payload as never));
  }

  /** From now on the call is rejected. */
  fail(call: keyof Backend, code: string, args: ErrorDto["args"] = {}): void {
    Object.assign(this, { [call]: () => Promise.reject(error(code, args)) });
  }

  listen = <E extends keyof Events>(event: E, handler: (payload: Events[E]) => void): Promise<() => void> => {
    const handlers = this.#handlers.get(event) ?? new Set();
    this.#handlers.set(event, handlers.add(handler));
    return Promise.resolve(() => void handlers.delete(handler));
  };

  unlockState = (): Promise<StateDto> =>
    Promise.resolve({
      kind: this.state,
      vault: this.vault,
      unsaved: this.unsaved,
      keys: this.state === "locked" && this.keysOpen,
      keyring: this.keyring,
    });

  unlockStrength = (password: string): Promise<StrengthDto> => {
    const score = Math.min(4, Math.floor(password.length / 5));
    const weak = score < 3;
    return Promise.resolve({
      score,
      guessesLog10: password.length * 0.75,
      warning: weak ? "strength-single-word" : null,
      suggestions: weak ? ["strength-add-a-word"] : [],
    });
  };

  unlockPrint = (): Promise<void> => this.done("unlockPrint");

  unlockFinishCreate = async (typed: string | null): Promise<void> => {
    if (typed !== null && !isKit(typed)) throw error("kit-differs");
    this.kept = [];
    await this.#open();
  };

  unlockOpen = async (credential: CredentialDto): Promise<void> => {
    this.check(credential);
    await this.#open();
  };

  unlockOpenCopy = (credential: CredentialDto): Promise<void> => this.unlockOpen(credential);

  unlockOpenOlder = (credential: CredentialDto): Promise<void> => {
    this.calls.push("unlockOpenOlder");
    this.check(credential);
    return this.#open();
  };

  unlockCopies = (): Promise<string[]> => Promise.resolve(this.copies);

  unlockMergeCopy = (name: string): Promise<number> => {
    this.copies = this.copies.filter((copy) => copy !== name);
    this.addAccount("Merged", "from the copy");
    return this.done("unlockMergeCopy").then(() => this.conflicts);
  };

  unlockLock = (giveUp: boolean): Promise<void> => {
    if (this.unsaved && !giveUp) return Promise.reject(error("vault-unsaved"));
    this.unsaved = false;
    this.state = "locked";
    return this.done("unlockLock");
  };

  unlockSaveAgain = (): Promise<void> => {
    this.unsaved = false;
    return this.done("unlockSaveAgain");
  };

  unlockTakeOlder = (): Promise<void> => {
    this.unsaved = false;
    return this.done("unlockTakeOlder");
  };

  unlockActivity = (): Promise<void> => this.done("unlockActivity");

  unlockInView = (inView: boolean): Promise<void> => {
    this.inView = inView;
    return this.done("unlockInView");
  };

  unlockVaults = (): Promise<VaultDto[]> => Promise.resolve(this.vaults);

  unlockSwitch = (index: number): Promise<StateDto> => {
    const vault = this.vaults[index];
    return vault ? this.#turnTo(vault) : Promise.reject(error("vault-not-found", { path: "" }));
  };

  unlockPickVault = async (): Promise<StateDto | null> => (this.chosen ? this.#turnTo(this.chosen) : null);

  unlockPlaceVault = async (): Promise<StateDto | null> => (this.chosen ? this.#turnTo(this.chosen) : null);

  unlockForget = (index: number): Promise<VaultDto[]> => {
    this.vaults = this.vaults.filter((_, at) => at !== index);
    return this.unlockVaults();
  };

  codesList = (): Promise<AccountDto[]> => {
    const present = this.kept.filter((kept) => kept.trashed === null).map((kept) => kept.page.account);
    const key = (dto: AccountDto): string => `${dto.issuer} ${dto.account}`.toLowerCase();
    return Promise.resolve(
      present.sort(
        (a, b) => Number(b.favorite) - Number(a.favorite) || (key(a) < key(b) ? -1 : 1),
      ),
    );
  };

  codesNow = (ids: string[]): Promise<NowDto> => {
    this.calls.push("codesNow");
    const codes = ids.flatMap((id) => {
      const account = this.find(id)?.page.account;
      return !account || account.needsPin || account.period === null ? [] : [this.#codeOf(account)];
    });
    return Promise.resolve({ now: this.#now(), codes });
  };

  codesUse = (id: string, pin: string | null): Promise<CodeDto> => {
    this.calls.push("codesUse");
    const kept = this.find(id);
    if (!kept) return Promise.reject(error("account-not-found", { name: id }));
    const { account } = kept.page;
    if (account.needsPin && pin === null) return Promise.reject(error("pin-missing"));
    if (account.needsPin && !/^\d{4,16}$/.test(pin ?? "")) return Promise.reject(error("pin-malformed"));
    if (account.period !== null) return Promise.resolve(this.#codeOf(account));
    const counter = BigInt(kept.page.counter ?? "0");
    kept.page = { ...kept.page, counter: String(counter + 1n) };
    const code = fakeCode(account, Number(counter));
    return Promise.resolve({ id, code, next: null, validFrom: null, validUntil: null });
  };

  codesCopy = async (id: string, pin: string | null): Promise<CopiedDto> => {
    this.calls.push("codesCopy");
    const code = await this.codesUse(id, pin);
    return { seconds: this.settings.clipboardSeconds, code: code.validFrom === null || pin !== null ? code : null };
  };

  codesPage = (id: string): Promise<PageDto> => {
    const kept = this.find(id);
    return kept ? Promise.resolve(kept.page) : Promise.reject(error("account-not-found", { name: id }));
  };

  codesAddTyped = (typed: TypedDto): Promise<AddedDto> => {
    const bad = /[^A-Z2-7]/i.exec(typed.secret.replace(/[\s-]/g, ""));
    if (typed.secret.trim() === "") return Promise.reject(error("secret-missing"));
    if (bad) return Promise.reject(error("secret-bad-character", { at: String(bad.index + 1) }));
    return Promise.resolve(this.addAccount(typed.issuer, typed.account));
  };

  codesEdit = (id: string, changes: EditDto): Promise<void> => {
    const kept = this.find(id);
    if (!kept) return Promise.reject(error("account-not-found", { name: id }));
    const given = <T>(value: T | null, before: T): T => value ?? before;
    const { account } = kept.page;
    kept.page = {
      ...kept.page,
      account: {
        ...account,
        issuer: given(changes.issuer, account.issuer),
        account: given(changes.account, account.account),
        tags: given(changes.tags, account.tags),
        favorite: given(changes.favorite, account.favorite),
      },
      deadline: changes.deadline === "" ? null : given(changes.deadline, kept.page.deadline),
      trustedFor: given(changes.trustedFor, kept.page.trustedFor),
      recoveryContact: given(changes.recoveryContact, kept.page.recoveryContact),
      counter: given(changes.counter, kept.page.counter),
    };
    kept.secrets = {
      ...kept.secrets,
      notes: given(changes.notes, kept.secrets.notes),
      secret: given(changes.secret, kept.secrets.secret),
    };
    return this.done("codesEdit");
  };

  codesRemove = (id: string): Promise<void> => this.#setTrashed(id, this.seconds());

  codesRestore = (id: string): Promise<void> => this.#setTrashed(id, null);

  codesTrash = (): Promise<TrashedDto[]> =>
    Promise.resolve(
      this.kept.flatMap(({ page, trashed }) =>
        trashed === null ? [] : [{ account: page.account, since: trashed }],
      ),
    );

  codesEmptyTrash = (): Promise<number> => {
    const before = this.kept.length;
    this.kept = this.kept.filter((kept) => kept.trashed === null);
    return Promise.resolve(before - this.kept.length);
  };

  codesReveal = async (id: string, credential: CredentialDto): Promise<SecretsDto> => {
    this.check(credential);
    return this.find(id)?.secrets ?? Promise.reject(error("account-not-found", { name: id }));
  };

  codesQr = async (id: string, credential: CredentialDto): Promise<QrDto> => {
    await this.codesReveal(id, credential);
    return ACCOUNT_QR;
  };

  codesUndoAdd = async (added: AddedDto[]): Promise<void> => {
    for (const { id, kind } of added) if (kind === "new") await this.codesRemove(id);
    await this.done("codesUndoAdd");
  };

  codesCopyUri = async (id: string, credential: CredentialDto): Promise<CopiedDto> => {
    await this.codesReveal(id, credential);
    return { seconds: this.settings.clipboardSeconds, code: null };
  };

  unlockRestore = async (credential: CredentialDto): Promise<void> => {
    this.check(credential);
    this.calls.push("unlockRestore");
    await this.#open();
  };

  #open(): Promise<void> {
    this.state = "open";
    this.vault = { ...this.vault, present: true };
    this.vaults = [this.vault, ...this.vaults.filter(({ path }) => path !== this.vault.path)];
    return Promise.resolve();
  }

  /** Turning to a vault locks the other; only opening it makes it the newest. */
  async #turnTo(vault: VaultDto): Promise<StateDto> {
    await this.unlockLock(false);
    this.vault = vault;
    const isKnown = vault.present || this.vaults.some(({ path }) => path === vault.path);
    this.state = isKnown ? "locked" : "absent";
    return this.unlockState();
  }

  protected override find(id: string): Kept | undefined {
    return this.kept.find((kept) => kept.page.account.id === id);
  }

  protected override seconds(): number {
    return Math.floor(this.#now() / 1000);
  }

  protected override check({ kind, text }: CredentialDto): void {
    const { path } = this.vault;
    if (kind === "password" && text !== FAKE_PASSWORD) throw error("wrong-password", { path });
    if (kind === "key") this.takeAnswer();
    if (kind === "kit" && !isKit(text)) throw error("wrong-recovery-kit", { path });
  }

  protected override timed(account: AccountDto): CodeDto {
    const period = account.period ?? 30;
    const step = Math.floor(this.seconds() / period);
    return {
      id: account.id,
      code: fakeCode(account, step),
      next: fakeCode(account, step + 1),
      validFrom: step * period,
      validUntil: (step + 1) * period,
    };
  }

  #codeOf(account: AccountDto): CodeDto {
    return { ...this.timed(this.inPlace(account)), id: account.id };
  }

  protected override addAccount(issuer: string, name: string): AddedDto {
    const same = this.kept.find(({ page }) => page.account.issuer === issuer && page.account.account === name);
    if (same) return { kind: "alreadyThere", id: same.page.account.id };
    const added = keep(1000 + this.kept.length, issuer, name);
    this.kept = [...this.kept, added];
    return { kind: "new", id: added.page.account.id };
  }

  #setTrashed(id: string, trashed: number | null): Promise<void> {
    const kept = this.find(id);
    if (!kept) return Promise.reject(error("account-not-found", { name: id }));
    kept.trashed = trashed;
    return this.done(trashed === null ? "codesRestore" : "codesRemove");
  }
}
