import type { Backend } from "$ipc/backend";
import type { AccountDto } from "$ipc/bindings/AccountDto";
import type { OverviewDto } from "$ipc/bindings/OverviewDto";

/** The team vault that an account is in. */
export class SharedPage {
  /** `null` until the first answer. */
  team = $state.raw<OverviewDto | null>(null);

  readonly #backend: Backend;
  #asked = 0;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** An answer that a later question has overtaken is dropped; so is one for a team vault that is gone by now. */
  async load({ team: inTeam }: AccountDto): Promise<void> {
    const turn = (this.#asked += 1);
    const team = inTeam && (await this.#backend.teamsOverview(inTeam.id).catch(() => null));
    if (turn === this.#asked) this.team = team;
  }
}
