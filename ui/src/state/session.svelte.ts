import type { Backend } from "$ipc/backend";
import type { ErrorDto } from "$ipc/bindings/ErrorDto";
import type { StateDto } from "$ipc/bindings/StateDto";
import { toError } from "./errors";

/** The idle time starts anew at most this often: each telling is a call. */
const ACTIVITY_EVERY_MS = 10_000;

/** Which vault this is and whether it is absent, locked or open. One for the window. */
export class Session {
  readonly backend: Backend;
  state = $state.raw() as StateDto;
  /** What went wrong and was not told at its own place. */
  problem = $state.raw<ErrorDto | null>(null);

  #trouble: ErrorDto | null = null;
  #told = -ACTIVITY_EVERY_MS;

  constructor(backend: Backend, state: StateDto) {
    this.backend = backend;
    this.state = state;
  }

  static async start(backend: Backend): Promise<Session> {
    return new Session(backend, await backend.unlockState());
  }

  /** Asks again; after each thing that opens, locks or turns to another vault. */
  async reload(): Promise<void> {
    this.state = await this.backend.unlockState();
    // It was about the vault that was open.
    if (this.state.kind !== "open") this.problem = null;
  }

  /** Locks. `giveUp`: also where a change could not be saved, which is lost then. */
  async lock(giveUp = false): Promise<void> {
    await this.#attempt(() => this.backend.unlockLock(giveUp));
  }

  /** Tries once more to save. */
  async saveAgain(): Promise<void> {
    await this.#attempt(() => this.backend.unlockSaveAgain());
  }

  /** Goes back to the older file that lies in the place of the vault. */
  async takeOlder(): Promise<void> {
    await this.#attempt(() => this.backend.unlockTakeOlder());
  }

  /** Tells what went wrong, and asks whether the vault is still open and saved. */
  async report(problem: ErrorDto): Promise<void> {
    this.problem = problem;
    await this.reload();
  }

  /** What is wrong with the file of the open vault; `null`: it is well again. */
  async trouble(trouble: ErrorDto | null): Promise<void> {
    const before = this.#trouble;
    this.#trouble = trouble;
    if (trouble) return this.report(trouble);
    if (this.problem === before) this.problem = null;
    // What was taken over may have been merged with what is only here.
    await this.reload();
  }

  /** Somebody moved the mouse or pressed a key. `now`: milliseconds of any steady clock. */
  activity(now: number): void {
    if (this.state.kind === "locked" || now - this.#told < ACTIVITY_EVERY_MS) return;
    this.#told = now;
    // If the call fails the vault is locked sooner; the next call that matters tells why.
    this.backend.unlockActivity().catch(() => undefined);
  }

  /** The window can be seen from now on, or cannot. */
  inView(inView: boolean): void {
    // If the call fails, changes from outside are noticed later; each change of ours looks for them first.
    this.backend.unlockInView(inView).catch(() => undefined);
  }

  async #attempt(call: () => Promise<void>): Promise<void> {
    try {
      await call();
      this.problem = null;
    } catch (thrown) {
      this.problem = toError(thrown);
    }
    await this.reload();
  }
}
