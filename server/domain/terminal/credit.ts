/**
 * Counts the bytes that one reader has been sent and has not yet drawn. Above `high` the producer must stop until the reader
 * is back at `low`; the gap between the two keeps it from stopping and starting at every byte.
 */
export class Credit {
  private open = 0;
  private stopped = false;
  private readonly high: number;
  private readonly low: number;

  constructor(high: number, low: number) {
    this.high = high;
    this.low = low;
  }

  /** True while this reader has too much to draw. */
  get exhausted(): boolean {
    return this.stopped;
  }

  /** Bytes sent and not yet drawn. */
  get outstanding(): number {
    return this.open;
  }

  sent(bytes: number): void {
    this.open += bytes;
    if (this.open > this.high) this.stopped = true;
  }

  /** A reader that claims more than it was sent is believed up to what it was sent. */
  drawn(bytes: number): void {
    this.open -= Math.min(bytes, this.open);
    if (this.open <= this.low) this.stopped = false;
  }
}
