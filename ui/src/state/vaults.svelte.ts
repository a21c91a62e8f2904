import type { ErrorDto } from "$ipc/bindings/ErrorDto";
import type { VaultDto } from "$ipc/bindings/VaultDto";
import { toError } from "./errors";
import type { Session } from "./session.svelte";

/** The vaults used before on this computer, and turning from one to another. */
export class Vaults {
  /** The newest first; the first is the session's. */
  list = $state.raw<VaultDto[]>([]);
  error = $state.raw<ErrorDto | null>(null);

  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  async load(): Promise<void> {
    await this.#attempt(async () => {
      this.list = await this.#session.backend.unlockVaults();
    });
  }

  async turnTo(index: number): Promise<void> {
    await this.#turn(() => this.#session.backend.unlockSwitch(index));
  }

  /** Asks for a vault file. */
  async open(): Promise<void> {
    await this.#turn(() => this.#session.backend.unlockPickVault());
  }

  /** Asks for the place of a new vault. */
  async make(): Promise<void> {
    await this.#turn(() => this.#session.backend.unlockPlaceVault());
  }

  /** Takes a vault off the list; its file stays. */
  async forget(index: number): Promise<void> {
    await this.#attempt(async () => {
      this.list = await this.#session.backend.unlockForget(index);
    });
  }

  async #turn(call: () => Promise<unknown>): Promise<void> {
    await this.#attempt(async () => {
      await call();
      await this.#session.reload();
      this.list = await this.#session.backend.unlockVaults();
    });
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.error = null;
    } catch (thrown) {
      this.error = toError(thrown);
    }
  }
}
