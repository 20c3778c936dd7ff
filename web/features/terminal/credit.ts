/** Counts the bytes that were drawn and says when enough have come together to tell the server. */
export class Credit {
  #drawn = 0;
  readonly #batch: number;

  constructor(batch = 32_768) {
    this.#batch = batch;
  }

  /** The bytes to report now, or 0 while they are too few to be worth an event. */
  drawn(bytes: number): number {
    this.#drawn += bytes;
    return this.#drawn >= this.#batch ? this.rest() : 0;
  }

  /** All that was not reported yet. */
  rest(): number {
    const rest = this.#drawn;
    this.#drawn = 0;
    return rest;
  }
}
