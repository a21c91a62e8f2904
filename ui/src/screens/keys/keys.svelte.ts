/** The security keys that the vault knows, and those that are plugged in. One for each time the page is open. */
import type { Backend } from "$ipc/backend";
import type { AccountDto } from "$ipc/bindings/AccountDto";
import type { KeyDto } from "$ipc/bindings/KeyDto";
import type { KeysDto } from "$ipc/bindings/KeysDto";
import type { OnDto } from "$ipc/bindings/OnDto";
import type { PluggedDto } from "$ipc/bindings/PluggedDto";
import type { WithoutKeyDto } from "$ipc/bindings/WithoutKeyDto";
import { Attempt } from "$state/attempt.svelte";
import { toError } from "$state/errors";

/** From one look at what is plugged in to the next, in milliseconds. */
const LOOK_EVERY = 1_000;

/** What is open over the list, or in its place. */
export type View = "list" | "second" | "lost";
export type Asked = "register" | "account" | "pin" | "passkeys" | "reset" | "lose" | "retire" | "test";

export class Keys extends Attempt {
  known = $state.raw<KeysDto | null>(null);
  plugged = $state.raw<PluggedDto[]>([]);
  view = $state<View>("list");
  asked = $state<Asked | null>(null);
  /** The chosen key blinked. */
  winked = $state(false);

  readonly backend: Backend;
  readonly keys = $derived(this.known?.keys ?? []);
  /** A key that is plugged in and not among them. */
  readonly stranger = $derived(this.plugged.find(({ key, about }) => key === null && about !== null) ?? null);
  readonly chosen = $derived(this.keys.find(({ id }) => id === this.#chosen) ?? this.#first());
  /** The chosen one, where it is plugged in. */
  readonly here = $derived(this.plugged.find(({ key }) => key !== null && key === this.chosen?.id) ?? null);

  #chosen = $state<string | null>(null);
  #places = "";

  constructor(backend: Backend) {
    super();
    this.backend = backend;
  }

  /** Beside whatever is being done. */
  async load(): Promise<void> {
    try {
      await this.#load();
    } catch (thrown) {
      this.error = toError(thrown);
    }
  }

  /** Looks again and again, until the answer is called. A hidden page looks at nothing. */
  watch(): () => void {
    void this.look();
    const timer = setInterval(() => {
      if (!document.hidden) void this.look();
    }, LOOK_EVERY);
    return () => clearInterval(timer);
  }

  /** What changed, if anything did. Nothing is told of a failure: the next look is soon. */
  async look(): Promise<void> {
    try {
      const places = (await this.backend.keysPlaces()).join("\n");
      if (places === this.#places) return;
      this.#places = places;
      await this.#meet();
    } catch {
      this.#places = "";
    }
  }

  /** Asks the keys again: one of them is another than before. */
  async meetAgain(): Promise<void> {
    await this.attempt(() => this.#meet());
  }

  isHere(key: KeyDto): boolean {
    return this.plugged.some((plugged) => plugged.key === key.id);
  }

  choose(key: KeyDto): void {
    this.#chosen = key.id;
    this.winked = false;
  }

  async wink(): Promise<void> {
    const place = this.here?.place;
    this.winked = false;
    if (place !== undefined) this.winked = await this.attempt(() => this.backend.keysWink(place));
  }

  /** What becomes of the accounts on a key without it. */
  async without(id: string): Promise<WithoutKeyDto[] | null> {
    try {
      return await this.backend.keysWithout(id);
    } catch (thrown) {
      this.error = toError(thrown);
      return null;
    }
  }

  /** Chooses the key of this name, after it was registered. */
  async registered(name: string): Promise<void> {
    this.asked = null;
    await this.meetAgain();
    this.#chosen = this.keys.find((key) => key.name === name)?.id ?? null;
  }

  putOn(key: KeyDto, account: AccountDto, on: OnDto): Promise<boolean> {
    return this.#change(() => this.backend.keysPutOn(key.id, account.id, on, ""));
  }

  takeOff(key: KeyDto, account: AccountDto): Promise<boolean> {
    return this.#change(() => this.backend.keysTakeOff(key.id, account.id));
  }

  async lose(key: KeyDto): Promise<void> {
    const done = await this.#change(() => this.backend.keysLose(key.id));
    this.asked = null;
    if (!done) return;
    this.choose(key);
    this.view = "lost";
  }

  async retire(key: KeyDto): Promise<void> {
    const done = await this.#change(() => this.backend.keysUnregister(key.id));
    this.asked = null;
    if (done) this.view = "list";
  }

  #change(change: () => Promise<void>): Promise<boolean> {
    return this.attempt(async () => {
      await change();
      await this.#load();
    });
  }

  async #meet(): Promise<void> {
    this.plugged = await this.backend.keysPlugged();
    // When they were seen is new.
    await this.#load();
  }

  async #load(): Promise<void> {
    this.known = await this.backend.keysList();
  }

  /** The one at hand, or else the first that is not lost. */
  #first(): KeyDto | null {
    const kept = this.keys.filter(({ lost }) => lost === null);
    return kept.find((key) => this.isHere(key)) ?? kept[0] ?? this.keys[0] ?? null;
  }
}
