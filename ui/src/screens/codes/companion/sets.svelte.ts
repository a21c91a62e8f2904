/** The backup codes of one account: how many are left, and for a minute the codes themselves, one by one. */
import type { Backend } from "$ipc/backend";
import type { AccountDto } from "$ipc/bindings/AccountDto";
import type { BackupCodesDto } from "$ipc/bindings/BackupCodesDto";
import type { CredentialDto } from "$ipc/bindings/CredentialDto";
import { Glimpse } from "$state/glimpse.svelte";

/** A code by its set and its place in it, from 0. */
export interface Place {
  set: string;
  index: number;
}

export class Sets {
  /** `null` until the first answer. */
  overview = $state.raw<BackupCodesDto | null>(null);
  /** The codes on the screen. */
  shown = $state.raw<readonly (Place & { code: string })[]>([]);
  /** Beside the codes of the valid sets: where they are kept. */
  readonly kept = $derived(this.#kept());
  readonly valid = $derived((this.overview?.sets ?? []).filter((set) => set.invalidSince === null && set.kept === null));
  readonly older = $derived((this.overview?.sets ?? []).filter((set) => set.invalidSince !== null));
  readonly glimpse = new Glimpse(() => this.#forget());

  readonly #backend: Backend;
  #id: string | null = null;
  #asked = 0;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** An answer that a later question has overtaken is dropped. What was shown of another account is hidden. */
  async load({ id }: AccountDto): Promise<void> {
    if (id !== this.#id) this.glimpse.end();
    this.#id = id;
    const turn = (this.#asked += 1);
    const overview = await this.#backend.backupCodesOf(id).catch(() => null);
    if (turn === this.#asked) this.overview = overview;
  }

  codeAt({ set, index }: Place): string | null {
    return this.shown.find((one) => one.set === set && one.index === index)?.code ?? null;
  }

  /** Rejects with an `ErrorDto` where the credential does not open the vault. */
  async confirm(account: AccountDto, credential: CredentialDto): Promise<void> {
    await this.#backend.backupCodesConfirm(account.id, credential);
    this.glimpse.start();
  }

  async reveal(account: AccountDto, place: Place): Promise<void> {
    const code = await this.#backend.backupCodesReveal(account.id, place.set, place.index);
    // Hidden again meanwhile, or another account is here.
    if (this.glimpse.left > 0 && account.id === this.#id) this.shown = [...this.#without(place), { ...place, code }];
  }

  hide(place: Place): void {
    this.shown = this.#without(place);
  }

  /** The seconds after which the clipboard is cleared; 0: it did not take the code. */
  async copy(account: AccountDto, { set, index }: Place): Promise<number> {
    return (await this.#backend.backupCodesCopy(account.id, set, index)).seconds;
  }

  mark(account: AccountDto, { set, index }: Place, used: boolean): Promise<void> {
    return this.#backend.backupCodesMark(account.id, set, index, used);
  }

  #without(place: Place): readonly (Place & { code: string })[] {
    return this.shown.filter((one) => one.set !== place.set || one.index !== place.index);
  }

  #kept(): BackupCodesDto["sets"][number]["kept"] {
    return this.overview?.sets.find((set) => set.kept !== null && set.invalidSince === null)?.kept ?? null;
  }

  #forget(): void {
    this.shown = [];
    // If the call fails, the program hides them by itself when the minute is over.
    if (this.#id !== null) this.#backend.backupCodesHide().catch(() => undefined);
  }
}
