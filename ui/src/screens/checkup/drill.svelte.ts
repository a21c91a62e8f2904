/** The lockout drill: what is chosen to be lost, and what would become of each account. */
import type { Backend } from "$ipc/backend";
import type { AnswerDto } from "$ipc/bindings/AnswerDto";
import type { DrillDto } from "$ipc/bindings/DrillDto";
import type { ErrorDto } from "$ipc/bindings/ErrorDto";
import type { KeyDto } from "$ipc/bindings/KeyDto";
import type { LostDto } from "$ipc/bindings/LostDto";
import { toError } from "$state/errors";
import { t } from "$text";

export type Thing = "laptop" | "phone" | "passwordManager" | "colleague";

export class Lockout {
  lost = $state.raw<LostDto>({ laptop: false, phone: false, passwordManager: false, colleague: false, keys: [] });
  /** Those that can be lost. */
  keys = $state.raw<readonly KeyDto[]>([]);
  /** `null` until something is chosen and it was played through. */
  drill = $state.raw<DrillDto | null>(null);
  error = $state.raw<ErrorDto | null>(null);

  readonly backend: Backend;
  readonly isAnything = $derived(
    this.lost.laptop || this.lost.phone || this.lost.passwordManager || this.lost.colleague || this.lost.keys.length > 0,
  );
  #asked = 0;

  constructor(backend: Backend) {
    this.backend = backend;
  }

  async load(): Promise<void> {
    try {
      this.keys = (await this.backend.keysList()).keys.filter(({ lost }) => lost === null);
    } catch (thrown) {
      this.error = toError(thrown);
    }
  }

  async toggle(thing: Thing): Promise<void> {
    await this.#play({ ...this.lost, [thing]: !this.lost[thing] });
  }

  async toggleKey(id: string): Promise<void> {
    const { keys } = this.lost;
    await this.#play({ ...this.lost, keys: keys.includes(id) ? keys.filter((key) => key !== id) : [...keys, id] });
  }

  answers(outcome: AnswerDto["outcome"]): readonly AnswerDto[] {
    return this.drill?.answers.filter((answer) => answer.outcome === outcome) ?? [];
  }

  /** An answer that a later choice has overtaken is dropped. */
  async #play(lost: LostDto): Promise<void> {
    this.lost = lost;
    const turn = (this.#asked += 1);
    try {
      const drill = this.isAnything ? await this.backend.checkupDrill(lost) : null;
      if (turn !== this.#asked) return;
      this.drill = drill;
      this.error = null;
    } catch (thrown) {
      this.error = toError(thrown);
    }
  }
}

/** The words of the window where those of the command line name one of its commands, or go on after a colon. */
const OWN: Record<string, string> = {
  "step-restore-backup": "now-restore-backup",
  "step-use-backup-code": "now-use-backup-code",
  "step-enrol-again": "now-enrol-again",
  "change-backup": "now-backup",
  "change-kit-and-backup": "now-kit-and-backup",
  "change-password-copy": "now-password-copy",
  "change-second-key": "now-second-key",
  "change-backup-codes": "now-backup-codes",
};

/** What to do, in a sentence. */
export function said(word: string): string {
  return t(OWN[word] ?? word);
}
