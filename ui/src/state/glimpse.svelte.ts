/** Something that is shown for a minute and then hidden by itself. */
const SECONDS = 60;

export class Glimpse {
  /** Seconds until it is hidden; 0: it is. */
  left = $state(0);

  readonly #hide: () => void;
  readonly #now: () => number;
  #closed = false;
  #timer: ReturnType<typeof setInterval> | undefined;

  /** `hide` forgets what was shown. `now`: Unix time in milliseconds. */
  constructor(hide: () => void, now: () => number = () => Date.now()) {
    this.#hide = hide;
    this.#now = now;
  }

  start(): void {
    clearInterval(this.#timer);
    if (this.#closed) {
      this.#hide();
      return;
    }
    this.left = SECONDS;
    const until = this.#now() + SECONDS * 1000;
    this.#timer = setInterval(() => this.#tick(until), 1000);
  }

  end(): void {
    clearInterval(this.#timer);
    this.left = 0;
    this.#hide();
  }

  /** Ends it for good: an answer that comes after the dialog was closed is not kept. */
  close(): void {
    this.#closed = true;
    this.end();
  }

  /** A tick is a second at least, also when the clock is set back; after a suspend the clock tells how many it was. */
  #tick(until: number): void {
    this.left = Math.min(this.left - 1, Math.ceil((until - this.#now()) / 1000));
    if (this.left <= 0) this.end();
  }
}
