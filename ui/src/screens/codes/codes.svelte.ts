import type { Backend } from "$ipc/backend";
import type { AccountDto } from "$ipc/bindings/AccountDto";
import type { AddedDto } from "$ipc/bindings/AddedDto";
import type { Accounts } from "$state/accounts.svelte";
import type { Clock } from "$state/clock.svelte";
import { toError } from "$state/errors";
import { matches, narrows, wordsOf, type Searchable } from "$state/search";
import type { Session } from "$state/session.svelte";
import type { Teams } from "$state/teams.svelte";
import type { Toasts } from "$state/toasts.svelte";
import { t } from "$text";
import { CodeBook } from "./book.svelte";
import { nameOf } from "$state/name";
import { NO_CHANGE } from "./no-change";

/** Which accounts the list is about; searching narrows it further. */
export type Filter = { kind: "all" } | { kind: "favorites" } | { kind: "tag"; tag: string };

/** The dialog over the list. */
export type Asked =
  | { kind: "add" }
  | { kind: "edit" | "reveal" | "qr" | "uri"; account: AccountDto }
  /** Codes are added, noted to be elsewhere, or put on a page to print. */
  | { kind: "backup-codes" | "kept" | "code-sheet"; account: AccountDto }
  /** Into the team vault, or out of it. */
  | { kind: "move" | "move-home"; account: AccountDto; team: { id: string; name: string } }
  /** Codes of the account need a PIN; `copy`: the code is wanted on the clipboard, not on the screen. */
  | { kind: "pin"; account: AccountDto; copy: boolean };

interface Around {
  session: Session;
  accounts: Accounts;
  teams: Teams;
  clock: Clock;
  toasts: Toasts;
}

interface Found {
  entries: readonly Searchable[] | null;
  filter: Filter;
  words: readonly string[];
  list: readonly Searchable[];
}

/** Longer than a double click. */
const PAUSE_MS = 700;

/** What the Codes screen shows and does. One for each time the vault is open. */
export class Codes {
  readonly backend: Backend;
  readonly accounts: Accounts;
  readonly teams: Teams;
  readonly clock: Clock;
  readonly book: CodeBook;

  query = $state("");
  filter = $state.raw<Filter>({ kind: "all" });
  asked = $state.raw<Asked | null>(null);
  /** On a narrow window: the chosen account is shown instead of the list. */
  page = $state(false);
  /** Where the row is that the keys move from. */
  chosen = $state<string | null>(null);
  /** Whose code is on the clipboard, and until when in Unix seconds. */
  copied = $state.raw<{ id: string; until: number } | null>(null);
  /** Told to screen readers. */
  told = $state("");

  readonly words = $derived(wordsOf(this.query));
  readonly list = $derived(this.#filtered());
  readonly activeIndex = $derived(
    this.chosen === null ? 0 : Math.max(0, this.list.findIndex(({ account }) => account.id === this.chosen)),
  );
  /** The chosen account, or else the first. */
  readonly active = $derived(this.list[this.activeIndex]?.account ?? null);

  readonly #session: Session;
  readonly #toasts: Toasts;
  /** What was looked for last, and found. */
  #last: Found | null = null;
  /** Milliseconds; before it no further code of a counter is used up. */
  #nextUse = 0;

  constructor({ session, accounts, teams, clock, toasts }: Around) {
    this.backend = session.backend;
    this.accounts = accounts;
    this.teams = teams;
    this.clock = clock;
    this.#session = session;
    this.#toasts = toasts;
    this.book = new CodeBook(this.backend, clock, (error) => void session.report(error));
  }

  /** Seconds until the account's code leaves the clipboard; `null` if it is not there. */
  copiedLeft(id: string): number | null {
    if (this.copied?.id !== id) return null;
    const left = this.copied.until - this.clock.now;
    return left > 0 ? left : null;
  }

  search(query: string): void {
    this.query = query;
    this.chosen = null;
  }

  show(filter: Filter): void {
    this.filter = filter;
    this.search("");
  }

  /** Chooses the row at `index`, or the nearest there is. */
  chooseAt(index: number): void {
    const last = this.list.length - 1;
    this.chosen = this.list[Math.min(last, Math.max(0, index))]?.account.id ?? null;
  }

  /** Shows the page of an account, and a dialog about it. */
  open(id: string, asked: "edit" | "backup-codes" | null): void {
    this.show({ kind: "all" });
    const account = this.accounts.find(id);
    if (!account) return;
    this.chosen = id;
    this.page = true;
    this.asked = asked && { kind: asked, account };
  }

  async copy(account: AccountDto): Promise<void> {
    if (account.needsPin) this.asked = { kind: "pin", account, copy: true };
    else await this.#once(account, () => this.#toClipboard(account, null));
  }

  /** Shows the next code of a counter, or the code of an account that needs a PIN. */
  async use(account: AccountDto): Promise<void> {
    if (account.needsPin) this.asked = { kind: "pin", account, copy: false };
    else await this.#once(account, () => this.#toScreen(account, null));
  }

  /** The same with the PIN. Throws, so that the dialog can say what is wrong with it. */
  async withPin(account: AccountDto, pin: string, copy: boolean): Promise<void> {
    await (copy ? this.#toClipboard(account, pin) : this.#toScreen(account, pin));
  }

  /** The code is not on the clipboard any more. */
  released(id: string): void {
    if (this.copied?.id === id) this.copied = null;
  }

  async toggleFavorite(account: AccountDto): Promise<void> {
    await this.attempt(async () => {
      await this.backend.codesEdit(account.id, { ...NO_CHANGE, favorite: !account.favorite });
      await this.accounts.reload();
    });
  }

  /** The account's other secret in the place of this one, to be tried: nothing is decided, and it can be taken back. */
  async swapSecret(account: AccountDto): Promise<void> {
    await this.attempt(async () => {
      await this.backend.codesSwapSecret(account.id);
      await this.accounts.reload();
      this.told = t("conflict-swapped");
    });
  }

  /** The account's secret in place is the right one. */
  async keepSecret(account: AccountDto): Promise<void> {
    await this.attempt(async () => {
      await this.backend.codesKeepSecret(account.id);
      await this.accounts.reload();
      this.#toasts.show(t("conflict-kept", { name: nameOf(account) }));
    });
  }

  /** To the trash, with a way back. */
  async remove(account: AccountDto): Promise<void> {
    await this.attempt(async () => {
      await this.backend.codesRemove(account.id);
      const at = this.activeIndex;
      await this.accounts.reload();
      this.chooseAt(at);
      const run = (): void => void this.#restore(account);
      this.#toasts.show(t("removed", { name: nameOf(account) }), { label: t("undo"), run });
    });
  }

  /** After an account was moved into a team vault, or out of it. */
  async moved(account: AccountDto, team: string, home: boolean): Promise<void> {
    await this.changed();
    this.#toasts.show(t(home ? "moved-home" : "moved", { account: nameOf(account), team }));
  }

  /** The list after something was added. */
  async added(added: readonly AddedDto[]): Promise<void> {
    const [first] = added;
    if (!first) return;
    await this.attempt(async () => {
      await this.accounts.reload();
      this.show({ kind: "all" });
      this.chosen = first.id;
      const account = this.accounts.find(first.id);
      const undo = { label: t("undo"), run: () => void this.#undoAdd(added) };
      const action = added.some(({ kind }) => kind === "new" || kind === "replaced") ? undo : null;
      if (added.length > 1) this.#toasts.show(saidOfMany(added), action);
      else if (account) this.#toasts.show(t(`added-${first.kind}`, { name: nameOf(account) }), action);
    });
  }

  /** Tells in passing what was done. */
  tell(text: string): void {
    this.#toasts.show(text);
  }

  /** After a dialog changed something, which may be in memory only. */
  async changed(): Promise<void> {
    await this.attempt(async () => {
      await this.accounts.reload();
      await this.#session.reload();
    });
  }

  async #undoAdd(added: readonly AddedDto[]): Promise<void> {
    await this.attempt(async () => {
      await this.backend.codesUndoAdd([...added]);
      await this.accounts.reload();
      this.#toasts.show(t("added-undone", { count: newOf(added) }));
    });
  }

  async #restore(account: AccountDto): Promise<void> {
    await this.attempt(async () => {
      await this.backend.codesRestore(account.id);
      await this.accounts.reload();
      this.chosen = account.id;
    });
  }

  async #toScreen(account: AccountDto, pin: string | null): Promise<void> {
    this.book.put(await this.backend.codesUse(account.id, pin));
  }

  async #toClipboard(account: AccountDto, pin: string | null): Promise<void> {
    const { seconds, code } = await this.backend.codesCopy(account.id, pin);
    if (code) this.book.put(code);
    if (seconds === 0) {
      await this.#session.report({ code: "clipboard-failed", args: {} });
      return;
    }
    this.copied = { id: account.id, until: this.clock.now + seconds };
    this.told = t("told-copied", { name: nameOf(account), seconds });
  }

  /** A key more is looked for among what the keys before it found. */
  #filtered(): readonly Searchable[] {
    const { filter, words, accounts } = this;
    const { entries } = accounts;
    const last = this.#last?.entries === entries && this.#last.filter === filter ? this.#last : null;
    const list =
      last && narrows(last.words, words)
        ? last.list.filter((entry) => matches(entry, words))
        : (entries ?? []).filter((entry) => isIn(entry.account, filter) && matches(entry, words));
    this.#last = { entries, filter, words, list };
    return list;
  }

  /** A key that is held or a double click must not use up several codes of a counter. */
  async #once(account: AccountDto, action: () => Promise<void>): Promise<void> {
    if (account.kind === "hotp") {
      const now = Date.now();
      if (now < this.#nextUse) return;
      this.#nextUse = now + PAUSE_MS;
    }
    await this.attempt(action);
  }

  /** Does it, and reports what went wrong. */
  async attempt(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (thrown) {
      await this.#session.report(toError(thrown));
    }
  }
}

function newOf(added: readonly AddedDto[]): number {
  return added.filter(({ kind }) => kind === "new").length;
}

function saidOfMany(added: readonly AddedDto[]): string {
  const count = newOf(added);
  const replaced = added.filter(({ kind }) => kind === "replaced").length;
  return replaced > 0 ? t("added-and-replaced", { count, replaced }) : t("added-many", { count });
}

function isIn(account: AccountDto, filter: Filter): boolean {
  switch (filter.kind) {
    case "all":
      return true;
    case "favorites":
      return account.favorite;
    case "tag":
      return account.tags.includes(filter.tag);
  }
}
