/** Where the backup codes of an account are, if not in the vault. */
import type { Backend } from "$ipc/backend";
import { Attempt } from "$state/attempt.svelte";
import { Saves, type OnProblem } from "../forms/saves";

export type Where = "here" | "elsewhere" | "phone" | "password-manager" | "other";

export class Keeping extends Attempt {
  /** `null` until it is known. */
  where = $state<Where | null>(null);
  note = $state("");

  readonly #backend: Backend;
  readonly #id: string;
  readonly #saves: Saves;

  constructor(backend: Backend, id: string, onproblem: OnProblem) {
    super();
    this.#backend = backend;
    this.#id = id;
    this.#saves = new Saves(onproblem);
  }

  async load(): Promise<void> {
    await this.attempt(async () => {
      const { sets } = await this.#backend.backupCodesOf(this.#id);
      const kept = sets.find((set) => set.kept !== null)?.kept ?? null;
      this.note = kept?.note ?? "";
      this.where = (kept?.place ?? "here") as Where;
    });
  }

  /** Whether it was saved. */
  async save(): Promise<boolean> {
    const { where, note } = this;
    const kept = where === null || where === "here" ? null : { place: where, note: note.trim() };
    const done = await this.attempt(() => this.#backend.backupCodesKeep(this.#id, kept));
    if (done) this.#saves.succeeded();
    else if (this.error) this.#saves.failed(this.error);
    return done;
  }
}
