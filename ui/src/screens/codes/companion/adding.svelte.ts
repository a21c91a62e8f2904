/** New backup codes of an account: given, looked at and corrected, stored; and what becomes of the file they were in. */
import type { Backend } from "$ipc/backend";
import type { SourceDto } from "$ipc/bindings/SourceDto";
import { Attempt } from "$state/attempt.svelte";
import { toError } from "$state/errors";
import { hear } from "$state/hear";
import { Saves, type OnProblem } from "../forms/saves";

export type Step = "give" | "look" | "stored";

export class AddingCodes extends Attempt {
  step = $state<Step>("give");
  /** What is typed or pasted. */
  text = $state("");
  /** The codes as they are corrected. */
  codes = $state<string[]>([]);
  /** The file that they were read from. */
  file = $state.raw<SourceDto | null>(null);
  /** Whether the account has codes that are valid, and whether the new ones make them invalid. */
  hasOlder = $state(false);
  replace = $state(true);
  deleted = $state(false);
  /** They are in memory and not in the file: storing them once more would store them twice. */
  unsaved = $state(false);
  /** How many were stored. */
  stored = $state(0);

  readonly count = $derived(this.codes.filter((code) => code.trim() !== "").length);
  readonly #backend: Backend;
  readonly #id: string;
  readonly #saves: Saves;

  constructor(backend: Backend, id: string, onproblem: OnProblem) {
    super();
    this.#backend = backend;
    this.#id = id;
    this.#saves = new Saves(onproblem);
  }

  /** Hears of dropped files until the answer is called, which forgets all that was given. */
  begin(): () => void {
    const stop = hear(this.#backend, { "backup-codes-dropped": (source) => void this.read(source) });
    void this.#prepare();
    return () => {
      stop();
      this.text = "";
      this.codes = [];
      // If the call fails, the program forgets them with the next file or the lock.
      this.#backend.backupCodesDiscard().catch(() => undefined);
    };
  }

  /** Beside whatever is being done: a file may be dropped meanwhile. */
  async #prepare(): Promise<void> {
    try {
      await this.#backend.backupCodesBegin();
      const { sets } = await this.#backend.backupCodesOf(this.#id);
      this.hasOlder = sets.some(({ invalidSince, kept }) => invalidSince === null && kept === null);
    } catch (thrown) {
      this.error = toError(thrown);
    }
  }

  async readText(): Promise<void> {
    await this.attempt(async () => {
      const { codes } = await this.#backend.backupCodesRead(this.text);
      this.#look(codes, null);
      this.text = "";
    });
  }

  async pick(): Promise<void> {
    await this.attempt(async () => {
      const source = await this.#backend.backupCodesPick();
      if (source) await this.#open(source);
    });
  }

  /** The file was chosen or dropped. */
  async read(source: SourceDto): Promise<void> {
    if (this.step !== "stored") await this.attempt(() => this.#open(source));
  }

  leaveOut(index: number): void {
    this.codes = this.codes.filter((_, at) => at !== index);
  }

  another(): void {
    this.codes = [...this.codes, ""];
  }

  /** Whether they were stored. */
  async store(): Promise<boolean> {
    const done = await this.attempt(async () => {
      const codes = { codes: this.codes.filter((code) => code.trim() !== "") };
      const replace = this.hasOlder && this.replace;
      this.stored = await this.#backend.backupCodesStore(this.#id, codes, this.file?.ticket ?? null, replace);
      this.codes = [];
      this.step = "stored";
    });
    if (done) this.#saves.succeeded();
    else if (this.error) this.unsaved = this.#saves.failed(this.error);
    return done;
  }

  async deleteFile(): Promise<void> {
    const ticket = this.file?.ticket;
    if (ticket === undefined) return;
    this.deleted = await this.attempt(() => this.#backend.backupCodesDeleteFile(ticket));
  }

  async #open(source: SourceDto): Promise<void> {
    const { codes } = await this.#backend.backupCodesPreview(source.ticket);
    this.#look(codes, source);
  }

  #look(codes: string[], file: SourceDto | null): void {
    this.codes = codes;
    this.file = file;
    this.step = "look";
  }
}
