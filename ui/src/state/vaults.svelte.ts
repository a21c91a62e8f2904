import type { ErrorDto } from "$ipc/bindings/ErrorDto";
import type { VaultDto } from "$ipc/bindings/VaultDto";
import { toError } from "./errors";
import type { Session } from "./session.svelte";

/** The vaults used before on this computer, and turning from one to another. */
export class Vaults {
  /** The newest first. */
  list = $state.raw<VaultDto[]>([]);
  error = $state.raw<ErrorDto | null>(null);

  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /** The session's vault, which need not be on the list. */
  get current(): VaultDto {
    const { vault } = this.#session.state;
    return this.list.find(({ path }) => path === vault.path) ?? vault;
  }

  /** The others, each with its place in the list: calls name it by that. */
  get others(): { vault: VaultDto; index: number }[] {
    return this.list
      .map((vault, index) => ({ vault, index }))
      .filter(({ vault }) => vault.path !== this.#session.state.vault.path);
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
