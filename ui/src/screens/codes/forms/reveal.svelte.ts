/** The secret of one account, shown for a minute, and its notes. */
import type { Backend } from "$ipc/backend";
import type { CredentialDto } from "$ipc/bindings/CredentialDto";
import type { ErrorDto } from "$ipc/bindings/ErrorDto";
import type { SecretsDto } from "$ipc/bindings/SecretsDto";
import { toError } from "$state/errors";
import { NO_CHANGE } from "../no-change";
import { Glimpse } from "$state/glimpse.svelte";
import { Saves, type OnProblem } from "./saves";

export class Revealing {
  secrets = $state.raw<SecretsDto | null>(null);
  /** The notes as they are typed. What was typed stays when the secret is hidden again, until it is saved. */
  draft = $state("");
  saving = $state(false);
  error = $state.raw<ErrorDto | null>(null);
  readonly glimpse = new Glimpse(() => this.#hide());

  #saved = $state("");
  readonly unsaved = $derived(this.draft !== this.#saved);
  readonly #backend: Backend;
  readonly #id: string;
  readonly #saves: Saves;

  constructor(backend: Backend, id: string, onproblem: OnProblem) {
    this.#backend = backend;
    this.#saves = new Saves(onproblem);
    this.#id = id;
  }

  /** Rejects with an `ErrorDto` where the credential does not open the vault. */
  async show(credential: CredentialDto): Promise<void> {
    const secrets = await this.#backend.codesReveal(this.#id, credential);
    if (!this.unsaved) this.draft = secrets.notes;
    this.#saved = secrets.notes;
    this.secrets = secrets;
    this.glimpse.start();
  }

  async saveNotes(): Promise<void> {
    const notes = this.draft;
    this.saving = true;
    this.error = null;
    try {
      await this.#backend.codesEdit(this.#id, { ...NO_CHANGE, notes });
      this.#saved = notes;
      this.#saves.succeeded();
      if (this.secrets === null) this.#hide();
    } catch (thrown) {
      this.error = toError(thrown);
      this.#saves.failed(this.error);
    } finally {
      this.saving = false;
    }
  }

  #hide(): void {
    this.secrets = null;
    if (this.unsaved) return;
    this.#saved = "";
    this.draft = "";
  }
}

/** In groups of four, as people read keys aloud. */
export function grouped(secret: string): string {
  return secret.match(/.{1,4}/g)?.join(" ") ?? "";
}
