/** Making the vault from a backup, where there is none or a damaged one. */
import type { Backend } from "$ipc/backend";
import type { BackupSourceDto } from "$ipc/bindings/BackupSourceDto";
import { Asking } from "$state/attempt.svelte";

export class Restoring extends Asking {
  /** The backup that was chosen. */
  source = $state.raw<BackupSourceDto | null>(null);

  readonly #backend: Backend;

  constructor(backend: Backend) {
    super();
    this.#backend = backend;
  }

  /** Asks for a backup. */
  async pick(): Promise<void> {
    await this.attempt(async () => {
      this.source = (await this.#backend.unlockPickBackup()) ?? this.source;
    });
  }

  /** Whether the vault is open now. */
  async submit(): Promise<boolean> {
    return this.confirm((credential) => this.#backend.unlockRestore(credential, false));
  }

  cancel(): void {
    this.source = null;
    this.text = "";
    this.error = null;
  }
}
