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

const pauseMs = 200;

/** Reports what was drawn: in batches, and the rest of a burst a moment later, since a server that waits for it must not wait for ever. */
export class CreditLine {
  readonly #report: (bytes: number) => void;
  #credit = new Credit();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(report: (bytes: number) => void) {
    this.#report = report;
  }

  drawn(bytes: number): void {
    this.#tell(this.#credit.drawn(bytes));
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#tell(this.#credit.rest()), pauseMs);
  }

  /** What was drawn and not reported is forgotten: another screen counts anew. */
  reset(): void {
    clearTimeout(this.#timer);
    this.#credit = new Credit();
  }

  #tell(bytes: number): void {
    if (bytes > 0) this.#report(bytes);
  }
}
