import type { Backend } from "$ipc/backend";

/** Other versions of the open vault beside it, which can be merged. */
export class Copies {
  /** The one that is asked about. */
  name = $state.raw<string | null>(null);
  busy = $state(false);

  readonly #backend: Backend;
  readonly #later = new Set<string>();

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  async load(): Promise<void> {
    const names = await this.#backend.unlockCopies();
    this.name = names.find((name) => !this.#later.has(name)) ?? null;
  }

  /** Merges it. How many accounts have two secrets now. */
  async merge(): Promise<number> {
    if (this.name === null || this.busy) return 0;
    this.busy = true;
    try {
      return await this.#backend.unlockMergeCopy(this.name);
    } finally {
      this.busy = false;
    }
  }

  /** Not asked about again until the vault is locked. */
  async later(): Promise<void> {
    if (this.name !== null) this.#later.add(this.name);
    await this.load();
  }
}
