import type { Backend } from "$ipc/backend";
import { Attempt } from "$state/attempt.svelte";

/** An account on its way into a team vault, or out of it. */
export class Moving extends Attempt {
  readonly #backend: Backend;

  constructor(backend: Backend) {
    super();
    this.#backend = backend;
  }

  /** Whether it was moved; what went wrong is in `error`. */
  move(team: string, account: string, home: boolean): Promise<boolean> {
    return this.attempt(() => this.#backend.teamsMove(team, account, home));
  }
}
