/** One clock for every ring and code: it ticks at the beginning of each second, and not while nobody can see it. */
export class Clock {
  /** Unix time, whole seconds. */
  now = $state(0);

  readonly #milliseconds: () => number;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `milliseconds`: Unix time in milliseconds. */
  constructor(milliseconds: () => number = () => Date.now()) {
    this.#milliseconds = milliseconds;
    this.#read();
  }

  /** Begins to tick; the answer ends it. */
  start(): () => void {
    const turn = (): void => {
      if (document.hidden) this.#stop();
      else this.#tick();
    };
    turn();
    document.addEventListener("visibilitychange", turn);
    return () => {
      document.removeEventListener("visibilitychange", turn);
      this.#stop();
    };
  }

  #tick(): void {
    this.#stop();
    const into = this.#read();
    this.#timer = setTimeout(() => this.#tick(), 1000 - into);
  }

  /** Milliseconds since the second began. */
  #read(): number {
    const milliseconds = this.#milliseconds();
    this.now = Math.floor(milliseconds / 1000);
    return milliseconds - this.now * 1000;
  }

  #stop(): void {
    clearTimeout(this.#timer);
  }
}
