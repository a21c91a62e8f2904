/** Making the first vault: password, recovery kit, proof. Nothing is saved before the last step. */
import type { Backend } from "$ipc/backend";
import type { KitDto } from "$ipc/bindings/KitDto";
import { Attempt } from "$state/attempt.svelte";
import { compareTyped, kitText } from "$state/kit";
import { STRONG } from "$components/guessing";
import { Strength } from "$state/strength.svelte";

export type Step = "password" | "kit" | "proof" | "skip";

export class Creating extends Attempt {
  step = $state<Step>("password");
  /** Somebody chose an easy password and was told so. */
  warned = $state(false);
  kit = $state.raw<KitDto | null>(null);
  /** Where the kit was saved. */
  savedTo = $state<string | null>(null);
  typed = $state("");
  readonly strength: Strength;
  readonly proof = $derived(compareTyped(this.kit?.words ?? [], this.typed));

  #password = $state("");
  /** The password of the kit at hand, to know it when it is typed again: to go back, or to do without a kit. */
  #madeFor = "";
  readonly #backend: Backend;

  constructor(backend: Backend) {
    super();
    this.#backend = backend;
    this.strength = new Strength(backend);
  }

  get password(): string {
    return this.#password;
  }

  set password(password: string) {
    this.#password = password;
    this.warned = false;
    this.error = null;
    this.strength.typed(password);
  }

  /** From the password to the kit. An easy password needs a second click. */
  async makeVault(): Promise<void> {
    const password = this.#password;
    await this.attempt(async () => {
      const weak = password !== "" && (await this.strength.ask(password)).score < STRONG;
      // Whoever types on meanwhile does not go on with the password before; also below.
      if (this.#password !== password) return;
      if (weak && !this.warned) {
        this.warned = true;
        return;
      }
      // Whoever goes back and types the same keeps the kit that may be on paper already.
      if (this.kit === null || this.#madeFor !== password) await this.#make(password);
      if (this.#password !== password) {
        // Nobody saw this kit.
        this.#forget();
        return;
      }
      this.password = "";
      this.step = "kit";
    });
  }

  goTo(step: Step): void {
    this.step = step;
    this.error = null;
  }

  async print(): Promise<void> {
    await this.attempt(() => this.#backend.unlockPrint());
  }

  async saveKit(): Promise<void> {
    const { kit } = this;
    if (kit === null) return;
    await this.attempt(async () => {
      this.savedTo = (await this.#backend.unlockSaveKit(kitText(kit))) ?? this.savedTo;
    });
  }

  /** Saves the vault; the kit is proved by what was typed. Whether it is there now. */
  async finish(): Promise<boolean> {
    return this.#finish(this.typed);
  }

  /** Saves the vault without a kit. The password has to be typed once more: nothing else would open it. */
  async finishWithoutKit(password: string): Promise<boolean> {
    if (password !== this.#madeFor) {
      this.error = { code: "skip-differs", args: {} };
      return false;
    }
    return this.#finish(null);
  }

  async #make(password: string): Promise<void> {
    this.kit = await this.#backend.unlockCreate(password);
    this.#madeFor = password;
    this.savedTo = null;
    this.typed = "";
  }

  async #finish(typed: string | null): Promise<boolean> {
    const done = await this.attempt(() => this.#backend.unlockFinishCreate(typed));
    if (done) this.#forget();
    return done;
  }

  #forget(): void {
    this.kit = null;
    this.typed = "";
    this.#madeFor = "";
  }
}
