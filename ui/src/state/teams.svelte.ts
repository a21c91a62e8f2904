import type { Backend } from "$ipc/backend";
import type { TeamDto } from "$ipc/bindings/TeamDto";

/** The team vaults of the open vault, as they were last read. Dropped when it is locked. */
export class Teams {
  /** `null` until the first answer. */
  list = $state.raw<readonly TeamDto[] | null>(null);
  /** Those to which the user may move an account now. */
  readonly writable = $derived((this.list ?? []).filter(canWrite));
  /** How much waits for somebody: requests, secrets to replace, and what stopped. */
  readonly owed = $derived((this.list ?? []).reduce((sum, team) => sum + owedOf(team), 0));

  readonly #backend: Backend;
  #asked = 0;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Asks again. An answer that a later one has overtaken is dropped. */
  async reload(): Promise<void> {
    const turn = (this.#asked += 1);
    const list = await this.#backend.teamsList();
    if (turn === this.#asked) this.list = list;
  }
}

function canWrite({ role, standing }: TeamDto): boolean {
  return role !== null && role !== "viewer" && (standing.kind === "step" || standing.kind === "queued");
}

function owedOf({ pending, toRotate, standing }: TeamDto): number {
  return pending + toRotate + (standing.kind === "stopped" ? 1 : 0);
}
