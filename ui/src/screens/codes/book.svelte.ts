import { SvelteMap } from "svelte/reactivity";
import type { Backend } from "$ipc/backend";
import type { CodeDto } from "$ipc/bindings/CodeDto";
import type { ErrorDto } from "$ipc/bindings/ErrorDto";
import type { Clock } from "$state/clock.svelte";
import { toError } from "$state/errors";

/** The most that one call answers. */
const MOST = 200;
/** Seconds until the same is asked again, after a call that failed or is not answered. */
const PAUSE = 5;

/** What may be shown of an account at this moment. */
export interface ShownCode {
  code: string;
  /** The code after it, where it is known. */
  next: string | null;
  /** Seconds left of how many; `null` for a code that does not end with time. */
  time: { left: number; of: number } | null;
}

/**
 * The codes of the accounts on the screen, by account.
 *
 * A code is shown only for its own account and only while it holds. At the change its `next` takes its place at once,
 * and new ones are asked for: one call for all, once a period, and none while the window is hidden.
 */
export class CodeBook {
  readonly #backend: Backend;
  readonly #clock: Clock;
  readonly #onerror: (error: ErrorDto) => void;

  readonly #codes = new SvelteMap<string, CodeDto>();
  // The next two are the book's own and never shown.
  /** How many places show each account. */
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  readonly #wanted = new Map<string, number>();
  /** Asked for and not answered: they are gone, or need something else. */
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  readonly #silent = new Set<string>();
  /** Answers to questions of an earlier turn are dropped. */
  #turn = 0;
  /** Nothing is asked before this moment: an answer is under way, or the last call failed. */
  #notBefore = 0;

  constructor(backend: Backend, clock: Clock, onerror: (error: ErrorDto) => void) {
    this.#backend = backend;
    this.#clock = clock;
    this.#onerror = onerror;
  }

  /** The code of the account at this moment, if it is known. */
  at(id: string): ShownCode | null {
    const code = this.#codes.get(id);
    if (!code) return null;
    const { validFrom, validUntil } = code;
    if (validFrom === null || validUntil === null) return { code: code.code, next: null, time: null };
    const now = this.#clock.now;
    const of = validUntil - validFrom;
    if (validFrom <= now && now < validUntil) {
      return { code: code.code, next: code.next, time: { left: validUntil - now, of } };
    }
    if (code.next !== null && validUntil <= now && now < validUntil + of) {
      return { code: code.next, next: null, time: { left: validUntil + of - now, of } };
    }
    return null;
  }

  /** The account is on the screen, until the answer is called. */
  want(id: string): () => void {
    this.#wanted.set(id, (this.#wanted.get(id) ?? 0) + 1);
    // All rows that appear together are one question.
    queueMicrotask(() => void this.ask());
    return () => {
      const places = (this.#wanted.get(id) ?? 1) - 1;
      if (places > 0) {
        this.#wanted.set(id, places);
      } else {
        this.#wanted.delete(id);
        this.#codes.delete(id);
      }
    };
  }

  /** A code that was asked for one by one: of a counter, or with a PIN. */
  put(code: CodeDto): void {
    this.#codes.set(code.id, code);
  }

  /** Asks for what is missing or over; called each second. */
  async ask(): Promise<void> {
    this.#dropOver();
    if (document.hidden || this.#clock.now < this.#notBefore) return;
    const ids = this.#due();
    if (ids.length === 0) return;
    const turn = this.#turn;
    this.#notBefore = this.#clock.now + PAUSE;
    try {
      const { codes } = await this.#backend.codesNow(ids);
      if (turn !== this.#turn) return;
      this.#notBefore = 0;
      this.#take(ids, codes);
    } catch (thrown) {
      if (turn !== this.#turn) return;
      this.#notBefore = this.#clock.now + PAUSE;
      this.#onerror(toError(thrown));
    }
    // Rows that appeared meanwhile. What was answered with codes of another moment waits for the next second.
    if (this.#due().some((id) => !ids.includes(id))) await this.ask();
  }

  /** Forgets all codes: an account was changed, or the vault is locked. Answers that are under way are dropped. */
  reset(): void {
    this.#turn += 1;
    this.#notBefore = 0;
    this.#codes.clear();
    this.#silent.clear();
    if (this.#wanted.size > 0) void this.ask();
  }

  #due(): string[] {
    const due: string[] = [];
    for (const id of this.#wanted.keys()) {
      const until = this.#codes.get(id)?.validUntil ?? 0;
      if (until <= this.#clock.now && !this.#silent.has(id)) due.push(id);
    }
    return due.slice(0, MOST);
  }

  #take(asked: readonly string[], codes: readonly CodeDto[]): void {
    for (const id of asked) this.#silent.add(id);
    for (const code of codes) {
      this.#silent.delete(code.id);
      if (this.#wanted.has(code.id)) this.#codes.set(code.id, code);
    }
  }

  /** A code with a PIN is not asked for anew: nothing of it is kept when it is over. */
  #dropOver(): void {
    for (const [id, { validUntil }] of this.#codes) {
      if (!this.#wanted.has(id) && validUntil !== null && validUntil <= this.#clock.now) this.#codes.delete(id);
    }
  }
}
