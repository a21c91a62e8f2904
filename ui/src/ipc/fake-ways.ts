/** The fake backend's ways to unlock. */
import type { CredentialDto } from "./bindings/CredentialDto";
import type { KitDto } from "./bindings/KitDto";
import type { RenewedDto } from "./bindings/RenewedDto";
import type { SlotDto } from "./bindings/SlotDto";
import { FAKE_FINGERPRINT, FAKE_NOW, FAKE_WORDS } from "./fake-data";
import { error, isKit } from "./fake-made-up";
import { KIT_QR } from "./fake-qr";

/** In seconds. */
const DAY = 86_400;

export abstract class FakeWays {
  slots: SlotDto[] = [
    this.#slot(1, "password", "Password"),
    { ...this.#slot(2, "recovery", "Recovery kit"), tested: FAKE_NOW - 90 * DAY },
  ];
  /** The names of the calls so far. */
  readonly calls: string[] = [];

  unlockCreate = (): Promise<KitDto> => {
    const machineLine = `countersign-recovery:1:${FAKE_FINGERPRINT.replaceAll("-", "")}:${FAKE_WORDS.join("-")}`;
    return Promise.resolve({ words: FAKE_WORDS, machineLine, fingerprint: FAKE_FINGERPRINT, qr: KIT_QR });
  };

  unlockSlots = (): Promise<SlotDto[]> => Promise.resolve(this.slots);

  unlockAddPassword = (credential: CredentialDto, password: string): Promise<void> =>
    password === "" ? Promise.reject(error("password-empty")) : this.addSlot(credential, "password", "Password");

  unlockAddKeyring = (credential: CredentialDto): Promise<void> => this.addSlot(credential, "keyring", "Keyring");

  unlockAddKit = async (credential: CredentialDto): Promise<KitDto> => {
    await this.addSlot(credential, "recovery", "Recovery kit");
    return this.unlockCreate();
  };

  unlockProveKit = (typed: string): Promise<void> => {
    if (!isKit(typed)) return Promise.reject(error("kit-differs"));
    const untested = this.slots.findLast(({ kind }) => kind === "recovery");
    if (untested) untested.tested = this.seconds();
    return this.done("unlockProveKit");
  };

  unlockChangePassword = async (credential: CredentialDto): Promise<void> => {
    this.check(credential);
    await this.done("unlockChangePassword");
  };

  unlockRenameSlot = async (credential: CredentialDto, id: string, name: string): Promise<void> => {
    this.check(credential);
    this.slots = this.slots.map((slot) => (slot.id === id ? { ...slot, name } : slot));
    await this.done("unlockRenameSlot");
  };

  unlockRemoveSlot = async (credential: CredentialDto, id: string): Promise<void> => {
    this.check(credential);
    const left = this.slots.filter((slot) => slot.id !== id);
    if (!left.some(({ kind }) => kind === "password")) throw error("slot-would-lock-out");
    this.slots = left;
    await this.done("unlockRemoveSlot");
  };

  unlockRenew = async (credentials: CredentialDto[]): Promise<RenewedDto> => {
    credentials.forEach((credential) => this.check(credential));
    const kinds = credentials.map(({ kind }) => (kind === "kit" ? "recovery" : kind));
    const stays = ({ kind }: SlotDto): boolean => kind === "keyring" || kinds.some((presented) => presented === kind);
    const [kept, dropped] = [this.slots.filter(stays), this.slots.filter((slot) => !stays(slot))];
    this.slots = kept;
    await this.done("unlockRenew");
    return { kept, dropped };
  };

  unlockSaveKit = (): Promise<string | null> => Promise.resolve("/home/anna/Documents/countersign-kit.txt");

  #slot(number: number, kind: SlotDto["kind"], name: string): SlotDto {
    return { id: String(number).repeat(32), kind, name, created: FAKE_NOW - 400 * DAY, tested: null, verified: null };
  }

  protected async addSlot(
    credential: CredentialDto,
    kind: SlotDto["kind"],
    usual: string,
    verified: boolean | null = null,
  ): Promise<void> {
    this.check(credential);
    const number = this.slots.filter(({ name }) => name.replace(/ \d+$/, "") === usual).length + 1;
    const name = number === 1 ? usual : `${usual} ${number}`;
    const slot = { ...this.#slot(this.slots.length + 1, kind, name), created: this.seconds(), verified };
    this.slots = [...this.slots, slot];
    await this.done("addSlot");
  }

  protected done(call: string): Promise<void> {
    this.calls.push(call);
    return Promise.resolve();
  }

  /** Rejects what opens nothing. */
  protected abstract check(credential: CredentialDto): void;

  /** Now, in Unix seconds. */
  protected abstract seconds(): number;
}
