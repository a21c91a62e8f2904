/** Saves of a dialog that failed: its change is in memory then, also when the dialog is closed. */
import type { ErrorDto } from "$ipc/bindings/ErrorDto";

/** What is to be told outside the dialog: a change is not saved; `null`: it is saved after all. */
export type OnProblem = (problem: ErrorDto | null) => void;

/** Errors of saving begin so. After any other error there is no change. */
const SAVE = "save-";

export class Saves {
  readonly #tell: OnProblem;
  #failed = false;

  constructor(tell: OnProblem) {
    this.#tell = tell;
  }

  succeeded(): void {
    if (!this.#failed) return;
    this.#failed = false;
    this.#tell(null);
  }

  /** Whether the change is in memory. */
  failed(error: ErrorDto): boolean {
    if (!error.code.startsWith(SAVE)) return false;
    this.#failed = true;
    this.#tell(error);
    return true;
  }
}
