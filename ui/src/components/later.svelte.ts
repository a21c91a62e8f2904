/** Parts of the page that are not on its first picture: they are fetched when they are asked for. */

const parts: Later<unknown>[] = [];

export class Later<T> {
  #part = $state.raw<T | null>(null);
  readonly #fetch: () => Promise<T>;

  constructor(fetch: () => Promise<T>) {
    this.#fetch = fetch;
    parts.push(this);
  }

  /** `null` until it is there, which it is soon after the first question. */
  get part(): T | null {
    if (this.#part === null) void this.load();
    return this.#part;
  }

  /** The same without asking. */
  get there(): T | null {
    return this.#part;
  }

  async load(): Promise<void> {
    this.#part ??= await this.#fetch();
  }
}

/** Fetches all that is known of; parts that these know of in turn come with them. Tests do not wait for each of them. */
export async function loadLater(): Promise<void> {
  for (let known = -1; known !== parts.length; ) {
    known = parts.length;
    await Promise.all(parts.map((part) => part.load()));
  }
}
