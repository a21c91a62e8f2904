/** Something that is shown for a minute and then hidden by itself. */
const SECONDS = 60;

export class Glimpse {
  /** Seconds until it is hidden; 0: it is. */
  left = $state(0);

  readonly #hide: () => void;
  #closed = false;
  #timer: ReturnType<typeof setInterval> | undefined;

  /** `hide` forgets what was shown. */
  constructor(hide: () => void) {
    this.#hide = hide;
  }

  start(): void {
    clearInterval(this.#timer);
    if (this.#closed) {
      this.#hide();
      return;
    }
    this.left = SECONDS;
    this.#timer = setInterval(() => {
      this.left -= 1;
      if (this.left <= 0) this.end();
    }, 1000);
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
}
