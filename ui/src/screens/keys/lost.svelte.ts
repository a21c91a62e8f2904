/** What to do about a key that is lost, and what is done. */
import type { KeyDto } from "$ipc/bindings/KeyDto";
import type { OnDto } from "$ipc/bindings/OnDto";
import type { WithoutKeyDto } from "$ipc/bindings/WithoutKeyDto";
import type { Keys } from "./keys.svelte";

export class Lost {
  /** In the order in which it was begun: what is done stays where it was. */
  accounts = $state.raw<WithoutKeyDto[] | null>(null);

  readonly #keys: Keys;
  readonly #id: string;
  /** How each account was on the key. */
  #before: Record<string, OnDto> = {};

  constructor(keys: Keys, key: KeyDto) {
    this.#keys = keys;
    this.#id = key.id;
    this.#before = Object.fromEntries(key.accounts.map(({ account, on }) => [account.id, on]));
  }

  async load(): Promise<void> {
    this.accounts = await this.#keys.without(this.#id);
  }

  isDone({ account }: WithoutKeyDto, key: KeyDto): boolean {
    return key.accounts.every((on) => on.account.id !== account.id);
  }

  /** It was taken off at the site, or not after all. */
  async toggle({ account }: WithoutKeyDto, key: KeyDto): Promise<void> {
    const on = this.#before[account.id] ?? "fido2";
    const isOn = key.accounts.some((one) => one.account.id === account.id);
    await (isOn ? this.#keys.takeOff(key, account) : this.#keys.putOn(key, account, on));
  }
}
