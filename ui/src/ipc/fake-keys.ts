/** The fake backend's security keys. */
import type { Events } from "./backend";
import type { CandidateDto } from "./bindings/CandidateDto";
import type { CredentialDto } from "./bindings/CredentialDto";
import type { KeyDto } from "./bindings/KeyDto";
import type { KeyFoundDto } from "./bindings/KeyFoundDto";
import type { KeyOfAccountDto } from "./bindings/KeyOfAccountDto";
import type { KeysDto } from "./bindings/KeysDto";
import type { KeyStepDto } from "./bindings/KeyStepDto";
import type { OnDto } from "./bindings/OnDto";
import type { PasskeyDto } from "./bindings/PasskeyDto";
import type { PluggedDto } from "./bindings/PluggedDto";
import type { WithoutKeyDto } from "./bindings/WithoutKeyDto";
import type { Kept } from "./fake-data";
import { FAKE_PIN, newKey, PASSKEYS } from "./fake-keys-data";
import { error } from "./fake-made-up";
import { FakeWays } from "./fake-ways";

export abstract class FakeKeys extends FakeWays {
  /** Whether security keys open the vault, and whether they want their PIN for it. */
  keysOpen = false;
  keyNeedsPin = false;
  /** What a key waits for, for ever: nobody plugs it in, or touches it. */
  keyWaits: KeyStepDto | null = null;
  registry: KeyDto[] = [];
  plugged: PluggedDto[] = [];
  passkeys: PasskeyDto[] = PASSKEYS;
  keyPin = FAKE_PIN;
  #left = 8;
  #answered = false;
  #waiting: ((why: Error) => void) | null = null;

  unlockAddKey = async (
    credential: CredentialDto,
    pin: string | null,
    touchOnly: boolean,
    name: string,
  ): Promise<void> => {
    this.check(credential);
    await this.#touch();
    if (pin !== null) this.#checkPin(pin);
    await this.addSlot(credential, "fido2", name, !touchOnly && pin !== null);
  };

  keysFind = async (): Promise<KeyFoundDto> => {
    this.calls.push("keysFind");
    await this.#waitFor("insert");
    return { needsPin: this.keyNeedsPin };
  };

  keysAnswer = async (pin: string | null): Promise<void> => {
    this.calls.push("keysAnswer");
    if (this.keyNeedsPin) this.#checkPin(pin ?? "");
    await this.#touch();
    this.#answered = true;
  };

  keysCancel = (): Promise<void> => {
    this.#waiting?.(error("key-cancelled"));
    this.#waiting = null;
    return this.done("keysCancel");
  };

  keysCandidate = async (): Promise<CandidateDto> => {
    await this.#waitFor("insert");
    const needsPin = this.keyNeedsPin;
    return { name: "Nitrokey 3A NFC", needsPin, touchNeedsPin: false, canTouchOnly: needsPin };
  };

  keysList = (): Promise<KeysDto> => {
    const counts = new Map<string, KeyDto[]>();
    for (const key of this.registry.filter(({ lost }) => lost === null))
      for (const { account } of key.accounts) counts.set(account.id, [...(counts.get(account.id) ?? []), key]);
    const alone = [...counts].flatMap(([id, [key, second]]) => {
      const account = this.find(id)?.page.account;
      return account && key && !second ? [{ account, key: key.name }] : [];
    });
    return Promise.resolve({ keys: this.registry, alone, safe: counts.size - alone.length });
  };

  keysPlaces = (): Promise<string[]> => Promise.resolve(this.plugged.map(({ place }) => place));

  keysPlugged = (): Promise<PluggedDto[]> => Promise.resolve(this.plugged);

  keysRegister = async (name: string, place: string | null, plugged: boolean): Promise<void> => {
    if (name.trim() === "") throw error("key-name-empty");
    if (plugged) await this.#waitFor("insert");
    const seen = plugged ? this.seconds() : null;
    const known = this.registry.find((key) => key.name === name);
    const key = known ?? newKey(this.registry.length + 1, name, this.seconds());
    const changed = { ...key, place: place ?? key.place, seen: seen ?? key.seen, lost: plugged ? null : key.lost };
    this.registry = [...this.registry.filter(({ id }) => id !== key.id), changed];
    const [first] = this.plugged;
    if (plugged && first?.key === null) this.plugged = [{ ...first, key: key.id }, ...this.plugged.slice(1)];
    await this.done("keysRegister");
  };

  keysUnregister = (key: string): Promise<void> => {
    const { accounts, name } = this.#key(key);
    if (accounts.length > 0) return Promise.reject(error("key-has-accounts", { name }));
    this.registry = this.registry.filter(({ id }) => id !== key);
    return this.done("keysUnregister");
  };

  keysOfAccount = (id: string): Promise<KeyOfAccountDto[]> =>
    Promise.resolve(
      this.registry.map((key) => {
        const on = key.accounts.find(({ account }) => account.id === id);
        return { id: key.id, name: key.name, on: on?.on ?? null, lost: key.lost !== null };
      }),
    );

  keysPutOn = (key: string, id: string, on: OnDto, called: string): Promise<void> => {
    const kept = this.find(id);
    if (!kept) return Promise.reject(error("account-not-found", { name: id }));
    const { account } = kept.page;
    this.#change(key, (accounts) => [...accounts.filter((one) => one.account.id !== id), { account, on, called }]);
    return this.done("keysPutOn");
  };

  keysTakeOff = (key: string, id: string): Promise<void> => {
    this.#change(key, (accounts) => accounts.filter(({ account }) => account.id !== id));
    return this.done("keysTakeOff");
  };

  keysLose = (key: string): Promise<void> => {
    this.registry = this.registry.map((own) => (own.id === key ? { ...own, lost: this.seconds() } : own));
    return this.done("keysLose");
  };

  keysWithout = (key: string): Promise<WithoutKeyDto[]> =>
    Promise.resolve(
      this.#key(key).accounts.map(({ account }, at) => ({
        account,
        outcome: at === 0 ? "effort" : "in",
        by: at === 0 ? ["by-recovery-page"] : ["by-codes", "by-backup-code"],
        link: at === 0 ? "https://github.com/account-recovery" : "",
      })),
    );

  keysWink = (): Promise<void> => this.done("keysWink");

  keysTest = async (): Promise<number> => {
    await this.#touch();
    return 27;
  };

  keysSetPin = (place: string, old: string | null, fresh: string): Promise<void> => {
    if (fresh.length < 4) return Promise.reject(error("key-pin-malformed"));
    if (old !== null) this.#checkPin(old);
    this.keyPin = fresh;
    this.plugged = this.plugged.map((key) =>
      key.place === place && key.about ? { ...key, about: { ...key.about, pin: true, tries: 8 } } : key,
    );
    return this.done("keysSetPin");
  };

  keysPasskeys = async (_place: string, pin: string): Promise<PasskeyDto[]> => {
    this.#checkPin(pin);
    await this.done("keysPasskeys");
    return this.passkeys;
  };

  keysDeletePasskey = (place: string, pin: string, passkey: string): Promise<PasskeyDto[]> => {
    this.passkeys = this.passkeys.filter(({ id }) => id !== passkey);
    return this.keysPasskeys(place, pin);
  };

  keysReset = async (): Promise<void> => {
    await this.#touch();
    await this.done("keysReset");
  };

  /** What the key said is good for one use. */
  protected takeAnswer(): void {
    if (!this.#answered) throw error("key-cancelled");
    this.#answered = false;
  }

  #checkPin(pin: string): void {
    if (pin === this.keyPin) {
      this.#left = 8;
      return;
    }
    this.#left -= 1;
    throw error("key-wrong-pin", { left: String(this.#left) });
  }

  #touch(): Promise<void> {
    return this.#waitFor("touch");
  }

  #waitFor(step: KeyStepDto): Promise<void> {
    if (this.keyWaits !== null) this.emit("key-step", this.keyWaits);
    if (this.keyWaits !== step) return Promise.resolve();
    return new Promise((_, fail) => (this.#waiting = fail));
  }

  #key(id: string): KeyDto {
    const key = this.registry.find((key) => key.id === id);
    if (!key) throw error("key-unknown", { name: id });
    return key;
  }

  #change(id: string, change: (accounts: KeyDto["accounts"]) => KeyDto["accounts"]): void {
    const { accounts } = this.#key(id);
    this.registry = this.registry.map((key) => (key.id === id ? { ...key, accounts: change(accounts) } : key));
  }

  protected abstract find(id: string): Kept | undefined;

  /** Tells the pages what the program would. */
  abstract emit<E extends keyof Events>(event: E, payload: Events[E]): void;
}
