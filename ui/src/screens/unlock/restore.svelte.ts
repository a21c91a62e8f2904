/** Making the vault from a backup, where there is none or a damaged one. */
import type { Backend } from "$ipc/backend";
import type { BackupSourceDto } from "$ipc/bindings/BackupSourceDto";
import type { CredentialDto } from "$ipc/bindings/CredentialDto";
import type { ErrorDto } from "$ipc/bindings/ErrorDto";
import { toError } from "$state/errors";

export class Restoring {
  /** The backup that was chosen. */
  source = $state.raw<BackupSourceDto | null>(null);
  kind = $state<CredentialDto["kind"]>("password");
  text = $state("");
  busy = $state(false);
  error = $state.raw<ErrorDto | null>(null);

  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Asks for a backup. */
  async pick(): Promise<void> {
    await this.#attempt(async () => {
      this.source = (await this.#backend.unlockPickBackup()) ?? this.source;
    });
  }

  /** Whether the vault is open now. */
  async submit(): Promise<boolean> {
    if (this.busy) return false;
    const { kind, text } = this;
    const done = await this.#attempt(() => this.#backend.unlockRestore({ kind, text }, false));
    if (done) this.text = "";
    return done;
  }

  useOther(): void {
    this.kind = this.kind === "password" ? "kit" : "password";
    this.text = "";
    this.error = null;
  }

  cancel(): void {
    this.source = null;
    this.text = "";
    this.error = null;
  }

  async #attempt(work: () => Promise<void>): Promise<boolean> {
    this.busy = true;
    this.error = null;
    try {
      await work();
      return true;
    } catch (thrown) {
      this.error = toError(thrown);
      return false;
    } finally {
      this.busy = false;
    }
  }
}
