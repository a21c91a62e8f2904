/** Choosing from what was found. */
import type { Backend } from "$ipc/backend";
import type { AddedDto } from "$ipc/bindings/AddedDto";
import type { AreaDto } from "$ipc/bindings/AreaDto";
import type { ErrorDto } from "$ipc/bindings/ErrorDto";
import type { FoundDto } from "$ipc/bindings/FoundDto";
import type { ScanDto } from "$ipc/bindings/ScanDto";
import { toError } from "$state/errors";
import { t } from "$text";
import { kinds, type Kind } from "../codes/forms/kinds";
import { Saves, type OnProblem } from "../codes/forms/saves";
import { numbered, placesOf } from "./numbers";

export class Choosing {
  scan = $state.raw<ScanDto>(NOTHING);
  busy = $state(false);
  error = $state.raw<ErrorDto | null>(null);
  /** A part of a picture is being searched. */
  looking = $state(false);
  /** What came of the last such search. */
  told = $state("");
  /** Indices into the scan. What the vault has already is not chosen by itself. */
  chosen = $state.raw<readonly number[]>([]);
  /** Those that are added beside the account whose secret they could replace. */
  keeping = $state.raw<readonly number[]>([]);

  /** The symbols of each picture. */
  readonly symbols = $derived(numbered(this.scan.pictures));
  /** Symbols that hold no account. */
  readonly others = $derived(this.symbols.flat().filter(({ symbol }) => symbol.found.length === 0));

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

  /** The number of the account in the pictures; `null` where there are none. */
  numberOf(index: number): number | null {
    return this.symbols.flat().find(({ symbol }) => symbol.found.includes(index))?.number ?? null;
  }

  toggle(index: number): void {
    this.chosen = toggled(this.chosen, index);
  }

  /** All accounts of a symbol at once: an export has several. */
  toggleAllOf(found: readonly number[]): void {
    const without = this.chosen.filter((index) => !found.includes(index));
    const all = found.every((index) => this.chosen.includes(index));
    this.chosen = all ? without : [...without, ...found];
  }

  toggleAll(): void {
    this.chosen = this.all ? [] : indices(this.scan.found);
  }

  /** Whether the account stays beside the one it could replace. */
  keep(index: number, both: boolean): void {
    if (this.keeping.includes(index) !== both) this.keeping = toggled(this.keeping, index);
  }

  /** Whether the account would take the place of an old secret. */
  replaces({ index, replaces }: FoundDto): boolean {
    return replaces && !this.keeping.includes(index);
  }

  /** What the button promises. */
  get promise(): string {
    const chosen = this.#chosenOnes();
    const [only, ...more] = chosen;
    if (!only) return t("scan-add");
    const count = chosen.length;
    const replaced = chosen.filter((found) => this.replaces(found)).length;
    if (more.length === 0) return t(replaced > 0 ? "scan-replace-one" : "scan-add-one", { name: titleOf(only) });
    if (replaced === count) return t("scan-replace-many", { count });
    return replaced > 0 ? t("scan-add-and-replace", { added: count - replaced, replaced }) : t("scan-add-many", { count });
  }

  /** Looks once more, and harder, at a part of a picture. */
  async lookAt(picture: number, area: AreaDto): Promise<void> {
    if (this.looking || this.busy || area.width < 1 || area.height < 1) return;
    this.looking = true;
    this.error = null;
    const before = this.symbols.flat().length;
    try {
      this.#take(await this.#backend.scanRegion(this.scan.ticket, picture, area));
      const count = this.symbols.flat().length - before;
      this.told = count > 0 ? t("scan-region-found", { count }) : t("scan-region-nothing");
    } catch (thrown) {
      this.told = "";
      this.error = toError(thrown);
    } finally {
      this.looking = false;
    }
  }

  /** What was added; `null` where nothing was, and `error` says why. */
  async add(): Promise<AddedDto[] | null> {
    if (this.busy || this.looking) return null;
    this.busy = true;
    this.error = null;
    const chosen = this.#chosenOnes();
    const replacing = chosen.filter((found) => this.replaces(found));
    try {
      const added = await this.#backend.scanAdd(this.scan.ticket, indices(chosen), indices(replacing));
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

  #chosenOnes(): FoundDto[] {
    return this.scan.found.filter(({ index }) => this.chosen.includes(index));
  }

  /** The scan after a second look. What was chosen stays chosen; what is new is. */
  #take(scan: ScanDto): void {
    const places = placesOf(this.scan.pictures);
    const before = [...places.values()].flat();
    const chosen = this.chosen.flatMap((index) => places.get(index) ?? []);
    const keeping = this.keeping.flatMap((index) => places.get(index) ?? []);
    const now = placesOf(scan.pictures);
    const isAmong = (list: readonly string[]) => (index: number) =>
      (now.get(index) ?? []).some((place) => list.includes(place));
    this.chosen = indices(
      scan.found.filter(({ index, known }) => (isAmong(before)(index) ? isAmong(chosen)(index) : !known)),
    );
    this.keeping = indices(scan.found).filter(isAmong(keeping));
    this.scan = scan;
  }
}

const NOTHING: ScanDto = { ticket: 0, found: [], problems: [], incomplete: [], pictures: [] };

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

/** How many seconds a code that was made just now stays right. */
export function secondsLeft(period: number, now: number): number {
  return period - (Math.floor(now / 1000) % period);
}

function indices(found: readonly FoundDto[]): number[] {
  return found.map(({ index }) => index);
}

function toggled(list: readonly number[], index: number): readonly number[] {
  const without = list.filter((other) => other !== index);
  return without.length < list.length ? without : [...list, index];
}
