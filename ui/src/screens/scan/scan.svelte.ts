/** Choosing from what was found. */
import type { Backend } from "$ipc/backend";
import type { AddedDto } from "$ipc/bindings/AddedDto";
import type { ErrorDto } from "$ipc/bindings/ErrorDto";
import type { FoundDto } from "$ipc/bindings/FoundDto";
import type { ScanDto } from "$ipc/bindings/ScanDto";
import { toError } from "$state/errors";
import { t } from "$text";
import { kinds, type Kind } from "../codes/forms/kinds";
import { Saves, type OnProblem } from "../codes/forms/saves";

export class Choosing {
  readonly scan: ScanDto;
  busy = $state(false);
  error = $state.raw<ErrorDto | null>(null);
  /** Indices into the scan. What the vault has already is not chosen by itself. */
  chosen = $state.raw<readonly number[]>([]);

  readonly #backend: Backend;
  readonly #saves: Saves;

  constructor(backend: Backend, scan: ScanDto, onproblem: OnProblem) {
    this.#backend = backend;
    this.#saves = new Saves(onproblem);
    this.scan = scan;
    this.chosen = indices(scan.found.filter((found) => !found.known));
  }

  get all(): boolean {
    return this.chosen.length === this.scan.found.length;
  }

  toggle(index: number): void {
    const without = this.chosen.filter((chosen) => chosen !== index);
    this.chosen = without.length < this.chosen.length ? without : [...without, index];
  }

  toggleAll(): void {
    this.chosen = this.all ? [] : indices(this.scan.found);
  }

  /** What the button promises. */
  get promise(): string {
    const [only, ...more] = this.scan.found.filter((found) => this.chosen.includes(found.index));
    if (!only) return t("scan-add");
    return more.length === 0
      ? t("scan-add-one", { name: titleOf(only) })
      : t("scan-add-many", { count: this.chosen.length });
  }

  /** What was added; `null` where nothing was, and `error` says why. */
  async add(): Promise<AddedDto[] | null> {
    if (this.busy) return null;
    this.busy = true;
    this.error = null;
    try {
      const added = await this.#backend.scanAdd(this.scan.ticket, [...this.chosen].sort((a, b) => a - b));
      this.#saves.succeeded();
      return added;
    } catch (thrown) {
      this.error = toError(thrown);
      this.#saves.failed(this.error);
      return null;
    } finally {
      this.busy = false;
    }
  }

  /** The program forgets the secrets it keeps for this dialog. */
  discard(): void {
    // A scan that is gone already is as forgotten as it can be.
    this.#backend.scanDiscard(this.scan.ticket).catch(() => undefined);
  }
}

export function titleOf(found: FoundDto): string {
  return found.issuer || found.account || t("scan-no-name");
}

/** "6 digits, 30 s". */
export function describe(found: FoundDto): string {
  const { digits, period, kind } = found;
  // The program has the same types.
  const { free, word } = kinds[kind as Kind];
  if (!free) return t(word);
  return period === null ? t("scan-digits-counter", { digits }) : t("scan-digits-period", { digits, period });
}

function indices(found: readonly FoundDto[]): number[] {
  return found.map(({ index }) => index);
}
