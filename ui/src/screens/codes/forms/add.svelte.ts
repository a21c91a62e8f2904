/** An account as it is typed by hand. */
import type { Backend } from "$ipc/backend";
import type { AddedDto } from "$ipc/bindings/AddedDto";
import type { ErrorDto } from "$ipc/bindings/ErrorDto";
import type { TypedDto } from "$ipc/bindings/TypedDto";
import { toError } from "$state/errors";
import { kinds, type Kind } from "./kinds";
import { Saves, type OnProblem } from "./saves";

export class Adding {
  issuer = $state("");
  account = $state("");
  secret = $state("");
  kind = $state<Kind>("totp");
  algorithm = $state("SHA1");
  digits = $state("6");
  period = $state("30");
  counter = $state("0");
  pin = $state("");
  busy = $state(false);
  error = $state.raw<ErrorDto | null>(null);

  /** What the chosen type has. */
  readonly has = $derived(kinds[this.kind]);
  readonly #backend: Backend;
  readonly #saves: Saves;

  constructor(backend: Backend, onproblem: OnProblem) {
    this.#backend = backend;
    this.#saves = new Saves(onproblem);
  }

  /** `null` where nothing was added, and `error` says why. */
  async add(): Promise<AddedDto | null> {
    const typed = this.#typed();
    if (this.busy || typed === null) return null;
    this.busy = true;
    this.error = null;
    try {
      const added = await this.#backend.codesAddTyped(typed);
      this.secret = "";
      this.pin = "";
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

  /** What means nothing for the type is left out. */
  #typed(): TypedDto | null {
    const { has } = this;
    const digits = has.free ? this.#number(this.digits, "digits-out-of-range") : null;
    const period = has.period ? this.#number(this.period, "period-out-of-range") : null;
    if (digits === undefined || period === undefined) return null;
    return {
      issuer: this.issuer.trim(),
      account: this.account.trim(),
      kind: this.kind,
      algorithm: has.free ? this.algorithm : null,
      digits,
      period,
      counter: has.counter ? this.counter.trim() : null,
      secret: this.secret,
      pin: has.pin && this.pin !== "" ? this.pin : null,
    };
  }

  /** `undefined` where it is no whole number that fits the wire; the program knows the exact range. */
  #number(text: string, code: string): number | undefined {
    if (/^\d{1,9}$/.test(text.trim())) return Number(text);
    this.error = { code, args: {} };
    return undefined;
  }
}
