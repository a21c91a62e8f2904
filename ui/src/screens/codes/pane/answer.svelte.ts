/** What the program says of one thing after the other. */
export class Answer<Asked, Said> {
  /** `null` until the first answer, and where there is none. */
  value = $state.raw<Said | null>(null);

  readonly #ask: (asked: Asked) => Promise<Said | null>;
  #turn = 0;

  constructor(ask: (asked: Asked) => Promise<Said | null>) {
    this.#ask = ask;
  }

  /** An answer that a later question has overtaken is dropped; so is one about a thing that is gone by now. */
  async load(asked: Asked): Promise<void> {
    const turn = (this.#turn += 1);
    const value = await this.#ask(asked).catch(() => null);
    if (turn === this.#turn) this.value = value;
  }
}
