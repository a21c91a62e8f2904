import type { Backend } from "$ipc/backend";

/** How many different things the checkup found, for the navigation. */
export class FindingCount {
  count = $state(0);

  readonly #backend: Backend;
  #asked = 0;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** An answer that a later question has overtaken is dropped. Without one the number stays: the page tells why. */
  async load(): Promise<void> {
    const turn = (this.#asked += 1);
    const count = await this.#backend.checkupCount().catch(() => this.count);
    if (turn === this.#asked) this.count = count;
  }
}
