import type { Backend } from "$ipc/backend";
import type { BackupDto } from "$ipc/bindings/BackupDto";
import type { BackupStatusDto } from "$ipc/bindings/BackupStatusDto";
import type { ErrorDto } from "$ipc/bindings/ErrorDto";
import { toError } from "./errors";

type Work = "folder" | "make" | "prove";

/** The backups of the open vault: what is known of them, and what somebody does with them. */
export class Backups {
  /** `null` until it is known. */
  status = $state.raw<BackupStatusDto | null>(null);
  /** The latest first; `null` until the folder was read. */
  list = $state.raw<BackupDto[] | null>(null);
  /** What is being done. */
  busy = $state.raw<Work | null>(null);
  /** Why something did not work that is not in the status. */
  error = $state.raw<ErrorDto | null>(null);

  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** What must not be missed. */
  get failure(): ErrorDto | null {
    return this.status?.failure ?? null;
  }

  async load(): Promise<void> {
    await this.#attempt(async () => {
      this.status = await this.#backend.settingsBackupStatus();
    });
  }

  /** The program did something by itself. */
  news(status: BackupStatusDto): void {
    this.status = status;
    if (this.list) void this.loadList();
  }

  async loadList(): Promise<void> {
    try {
      this.list = this.status?.folder ? await this.#backend.settingsBackupList() : [];
    } catch {
      // Why the folder cannot be read is told when somebody wants something of it.
      this.list = [];
    }
  }

  /** Asks for a folder; then the first backup goes there. */
  async chooseFolder(): Promise<void> {
    await this.#work("folder", async () => {
      const chosen = await this.#backend.settingsBackupFolder();
      if (!chosen) return;
      this.status = chosen;
      this.busy = "make";
      this.status = await this.#backend.settingsBackupNow();
    });
  }

  async setEvery(every: BackupStatusDto["every"]): Promise<void> {
    await this.#attempt(async () => {
      this.status = await this.#backend.settingsBackupEvery(every);
    });
  }

  async make(): Promise<void> {
    await this.#work("make", async () => {
      this.status = await this.#backend.settingsBackupNow();
    });
  }

  async prove(): Promise<void> {
    await this.#work("prove", async () => {
      this.status = await this.#backend.settingsBackupProve();
    });
  }

  async #work(work: Work, call: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = work;
    await this.#attempt(call);
    this.busy = null;
    await this.loadList();
  }

  async #attempt(call: () => Promise<void>): Promise<void> {
    try {
      await call();
      this.error = null;
    } catch (thrown) {
      this.error = toError(thrown);
      await this.#reload();
    }
  }

  /** What failed is in the status, too, and is told there once and not twice. */
  async #reload(): Promise<void> {
    try {
      this.status = await this.#backend.settingsBackupStatus();
      if (this.status.failure?.code === this.error?.code) this.error = null;
    } catch {
      // The error before this one says more.
    }
  }
}
