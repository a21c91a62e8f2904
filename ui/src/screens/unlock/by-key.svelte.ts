/** Opening the vault by a security key: it is found, asked for its PIN where the vault wants that, and touched. */
import type { CredentialDto } from "$ipc/bindings/CredentialDto";
import { KeyTalk } from "$state/key.svelte";

/** What the key said stays with the program. */
const ANSWERED: CredentialDto = { kind: "key", text: "" };

/** After these the same key can be asked once more for its PIN. */
const ANOTHER_PIN = new Set(["key-wrong-pin", "key-wrong-pin-uncounted", "key-pin-malformed"]);

export class ByKey extends KeyTalk {
  /** A newer state of the vault was here; from then on this one is opened all the same. */
  older = $state(false);

  /** Whether the vault is open now. */
  start(): Promise<boolean> {
    this.needsPin = false;
    return this.#try(async () => {
      const { needsPin } = await this.backend.keysFind();
      this.needsPin = needsPin;
      if (!needsPin) await this.#open(null);
    });
  }

  /** The PIN was typed. Whether the vault is open now. */
  async submit(): Promise<boolean> {
    const asksAgain = this.error !== null && !ANOTHER_PIN.has(this.error.code);
    if (asksAgain || !this.needsPin) return this.start();
    return this.#try(() => this.#open(this.pin));
  }

  async #open(pin: string | null): Promise<void> {
    await this.backend.keysAnswer(pin);
    this.pin = "";
    await (this.older ? this.backend.unlockOpenOlder(ANSWERED) : this.backend.unlockOpen(ANSWERED));
    this.#opened = true;
  }

  #opened = false;

  async #try(work: () => Promise<void>): Promise<boolean> {
    await this.ask(work);
    const code = this.error?.code;
    if (code === "vault-older") this.older = true;
    // The key is another one, or not there: what was found before is over.
    if (code !== undefined && !ANOTHER_PIN.has(code)) this.needsPin = false;
    return this.#opened;
  }
}
