/** The ways to unlock, and one change to them at a time. */
import type { Backend } from "$ipc/backend";
import type { CredentialDto } from "$ipc/bindings/CredentialDto";
import type { ErrorDto } from "$ipc/bindings/ErrorDto";
import type { KitDto } from "$ipc/bindings/KitDto";
import type { RenewedDto } from "$ipc/bindings/RenewedDto";
import type { SlotDto } from "$ipc/bindings/SlotDto";
import { Asking } from "$state/attempt.svelte";
import { toError } from "$state/errors";
import { kitText } from "$state/kit";

/** What is being done; `slot`: to which way. */
export type Deed =
  | { what: "password" | "keyring" | "kit" | "prove" | "renew" }
  | { what: "change" | "rename" | "remove"; slot: SlotDto };

export class Ways {
  slots = $state.raw<SlotDto[]>([]);
  error = $state.raw<ErrorDto | null>(null);
  deed = $state.raw<Deed | null>(null);
  /** A security key is being added. */
  addsKey = $state(false);

  readonly backend: Backend;

  constructor(backend: Backend) {
    this.backend = backend;
  }

  async load(): Promise<void> {
    try {
      this.slots = await this.backend.unlockSlots();
    } catch (thrown) {
      this.error = toError(thrown);
    }
  }

  begin(deed: Deed): void {
    this.deed = deed;
  }

  end(): void {
    this.deed = null;
    this.addsKey = false;
    void this.load();
  }
}

/** What is typed for a deed, and what came of it. */
export class Doing extends Asking {
  /** A new password, typed twice; or a new name. */
  fresh = $state("");
  again = $state("");
  /** The words of a kit: to prove it, or to keep it. */
  words = $state("");
  /** Shown once. */
  kit = $state.raw<KitDto | null>(null);
  savedTo = $state<string | null>(null);
  renewed = $state.raw<RenewedDto | null>(null);
  readonly deed: Deed;

  readonly #backend: Backend;

  constructor(backend: Backend, deed: Deed) {
    super();
    this.#backend = backend;
    this.deed = deed;
    if (deed.what === "rename") this.fresh = deed.slot.name;
  }

  /** Whether it is done and there is nothing to show. */
  async submit(): Promise<boolean> {
    const done = await this.attempt(() => this.#do());
    if (!done) return false;
    this.text = this.again = this.words = "";
    if (this.deed.what !== "rename") this.fresh = "";
    return this.kit === null && this.renewed === null;
  }

  /** The kit at hand was typed. */
  async prove(): Promise<boolean> {
    return this.attempt(() => this.#backend.unlockProveKit(this.words));
  }

  async print(): Promise<void> {
    await this.attempt(() => this.#backend.unlockPrint());
  }

  async saveKit(kit: KitDto): Promise<void> {
    await this.attempt(async () => {
      this.savedTo = (await this.#backend.unlockSaveKit(kitText(kit))) ?? this.savedTo;
    });
  }

  async #do(): Promise<void> {
    const { deed } = this;
    const who: CredentialDto = { kind: this.kind, text: this.text };
    switch (deed.what) {
      case "password":
        return this.#backend.unlockAddPassword(who, this.#newPassword());
      case "change":
        return this.#backend.unlockChangePassword(who, deed.slot.id, this.#newPassword());
      case "keyring":
        return this.#backend.unlockAddKeyring(who);
      case "kit":
        this.kit = await this.#backend.unlockAddKit(who);
        return;
      case "prove":
        return this.#backend.unlockProveKit(this.words);
      case "rename":
        return this.#backend.unlockRenameSlot(who, deed.slot.id, this.fresh);
      case "remove":
        return this.#backend.unlockRemoveSlot(who, deed.slot.id);
      case "renew":
        this.renewed = await this.#backend.unlockRenew(this.#presented());
    }
  }

  #newPassword(): string {
    if (this.fresh !== this.again) throw problem("passwords-differ");
    return this.fresh;
  }

  /** The password and the kit, as far as they were typed. */
  #presented(): CredentialDto[] {
    const typed: CredentialDto[] = [
      { kind: "password", text: this.text },
      { kind: "kit", text: this.words },
    ];
    return typed.filter(({ text }) => text.trim() !== "");
  }
}

/** As the program's own errors are: no stack that could hold a secret. */
function problem(code: string): Error {
  return { code, args: {} } as unknown as Error;
}
