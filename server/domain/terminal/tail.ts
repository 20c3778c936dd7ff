export interface Chunk {
  readonly seq: number;
  readonly data: Uint8Array;
}

/**
 * Numbered output that the kept screen does not show yet. A reader that gets the screen as it is at some number continues with
 * exactly the chunks above it: nothing is missing and nothing comes twice.
 */
export class Tail {
  private chunks: Chunk[] = [];
  private last = 0;
  private shown = 0;

  /** The number of the newest chunk that the screen shows; 0 before the first. */
  get drawn(): number {
    return this.shown;
  }

  /** Numbers a chunk; numbers begin at 1 and grow by one. */
  add(data: Uint8Array): Chunk {
    this.last += 1;
    const chunk = { seq: this.last, data };
    this.chunks.push(chunk);
    return chunk;
  }

  /** The screen now shows everything up to `seq`. Out of order calls never go back. */
  drew(seq: number): void {
    this.shown = Math.max(this.shown, Math.min(seq, this.last));
    this.chunks = this.chunks.filter((chunk) => chunk.seq > this.shown);
  }

  /** What follows the screen, oldest first. */
  rest(): readonly Chunk[] {
    return this.chunks;
  }
}
