/** Accounts from another program's file: chosen, opened, looked at, and then added. */
import { SvelteSet } from "svelte/reactivity";
import type { Backend } from "$ipc/backend";
import type { ErrorDto } from "$ipc/bindings/ErrorDto";
import type { PlanDto } from "$ipc/bindings/PlanDto";
import type { PlannedDto } from "$ipc/bindings/PlannedDto";
import type { SourceDto } from "$ipc/bindings/SourceDto";
import { toError } from "$state/errors";

/** How many accounts of the file become what. */
export interface Counts {
  added: number;
  updated: number;
  /** There already, or twice in the file. */
  known: number;
  /** Could have been added and were not wanted. */
  unwanted: number;
  notesCut: number;
}

export class Importing {
  /** What is done or asked now. */
  stage = $state<"choose" | "read" | "password" | "costly" | "plan" | "done">("choose");
  source = $state.raw<SourceDto | null>(null);
  /** The file's password, as it is typed. */
  password = $state("");
  /** Why the file could not be opened, or the accounts not be saved. */
  error = $state.raw<ErrorDto | null>(null);
  /** The accounts are being added, or the file is being deleted. */
  busy = $state(false);
  plan = $state.raw<PlanDto | null>(null);
  /** Indices of the accounts that are wanted. */
  readonly chosen = new SvelteSet<number>();
  /** They are in the vault in memory, but could not be saved: there is nothing to choose any more. */
  unsaved = $state(false);
  deleted = $state(false);

  readonly entries = $derived(this.plan?.entries ?? []);
  readonly choosable = $derived(indicesOf(this.entries, isChoosable));
  readonly counts = $derived(this.#count());
  /** How many accounts would be added or changed. */
  readonly promised = $derived(this.counts.added + this.counts.updated);

  readonly #backend: Backend;
  #turn = 0;
  /** Whoever owns the file agreed to what opening it costs. */
  #agreed = false;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Asks for a file, or for a folder of them. */
  async pick(what: "file" | "folder"): Promise<void> {
    const turn = this.#begin();
    try {
      const source = await (what === "file" ? this.#backend.transferPick() : this.#backend.transferPickFolder());
      if (source && turn === this.#turn) await this.take(source);
    } catch (thrown) {
      if (turn === this.#turn) this.error = toError(thrown);
    }
  }

  /** Reads a file that was chosen or dropped, in place of the one before. */
  async take(source: SourceDto): Promise<void> {
    this.cancel();
    this.source = source;
    await this.open();
  }

  /** A file was dropped that is no program's. */
  refuse(error: ErrorDto): void {
    this.cancel();
    this.error = error;
  }

  /** Opens it whatever that costs. */
  async agree(): Promise<void> {
    this.#agreed = true;
    await this.open();
  }

  /** Opens the file, with what was typed. */
  async open(): Promise<void> {
    if (!this.source) return;
    const turn = this.#begin();
    this.stage = "read";
    try {
      const password = this.password === "" ? null : this.password;
      const plan = await this.#backend.transferRead(this.source.ticket, password, this.#agreed);
      if (turn === this.#turn) this.#show(plan);
    } catch (thrown) {
      if (turn === this.#turn) this.#ask(toError(thrown));
    }
  }

  /** Puts the file aside. */
  cancel(): void {
    this.#begin();
    if (this.source) this.#backend.transferDiscard(this.source.ticket).catch(() => undefined);
    this.source = this.plan = null;
    this.chosen.clear();
    this.unsaved = this.deleted = this.busy = this.#agreed = false;
    this.password = "";
    this.stage = "choose";
  }

  isChosen(index: number): boolean {
    const entry = this.entries[index];
    if (!entry) return false;
    // What an earlier account of the file learns comes with it.
    return entry.fate === "updates" && entry.sameAs !== null ? this.chosen.has(entry.sameAs) : this.chosen.has(index);
  }

  toggle(index: number): void {
    if (!this.chosen.delete(index)) this.chosen.add(index);
  }

  toggleAll(): void {
    this.#choose(this.all ? [] : this.choosable);
  }

  get all(): boolean {
    return this.chosen.size === this.choosable.length;
  }

  /** Adds what was chosen. `null`: it was done; else why it is not saved. */
  async add(): Promise<ErrorDto | null> {
    if (!this.source || this.busy) return null;
    const { ticket } = this.source;
    const indices = this.entries.flatMap((_, index) => (this.isChosen(index) ? [index] : []));
    this.error = await this.#attempt(() => this.#backend.transferImport(ticket, indices));
    if (this.error === null) this.stage = "done";
    // Whatever kept them from being saved: they are in memory, and all there is to do is to save them.
    else this.unsaved = (await this.#backend.unlockState()).unsaved;
    return this.error;
  }

  async delete(): Promise<void> {
    if (!this.source) return;
    const { ticket } = this.source;
    this.error = await this.#attempt(() => this.#backend.transferDelete(ticket));
    this.deleted = this.error === null;
  }

  #show(plan: PlanDto): void {
    this.plan = plan;
    this.password = "";
    this.#choose(indicesOf(plan.entries, (entry) => isChoosable(entry) && entry.fate !== "archived"));
    this.stage = "plan";
  }

  #choose(indices: readonly number[]): void {
    this.chosen.clear();
    for (const index of indices) this.chosen.add(index);
  }

  /** Some of what can go wrong is a question. */
  #ask(error: ErrorDto): void {
    switch (error.code) {
      case "import-password-needed":
        this.stage = "password";
        return;
      case "import-wrong-password":
        this.stage = "password";
        break;
      case "import-costly":
        this.stage = "costly";
        break;
      default:
        this.cancel();
    }
    this.error = error;
  }

  /** What was under way before is not waited for any more. */
  #begin(): number {
    this.error = null;
    return (this.#turn += 1);
  }

  async #attempt(work: () => Promise<void>): Promise<ErrorDto | null> {
    this.busy = true;
    try {
      await work();
      return null;
    } catch (thrown) {
      return toError(thrown);
    } finally {
      this.busy = false;
    }
  }

  #count(): Counts {
    const counts = { added: 0, updated: 0, known: 0, unwanted: 0, notesCut: 0 };
    this.entries.forEach((entry, index) => {
      const { fate, sameAs } = entry;
      const isChosen = this.isChosen(index);
      if (fate === "duplicate") counts.known += 1;
      else if (fate === "updates" && sameAs !== null) counts.known += 1;
      else if (!isChosen) counts.unwanted += 1;
      else if (fate === "updates") counts.updated += 1;
      else counts.added += 1;
      if (isChosen && entry.notesCut) counts.notesCut += 1;
    });
    return counts;
  }
}

/** Whether somebody decides about it: not where it is there already, or comes with another one of the file. */
export function isChoosable({ fate, sameAs }: PlannedDto): boolean {
  return fate === "updates" ? sameAs === null : fate !== "duplicate";
}

function indicesOf(entries: readonly PlannedDto[], is: (entry: PlannedDto) => boolean): number[] {
  return entries.flatMap((entry, index) => (is(entry) ? [index] : []));
}
