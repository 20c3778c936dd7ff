export interface Chunk {
  readonly seq: number;
  readonly data: Uint8Array;
}

/**
 * Numbered output: all that the kept screen does not show yet, and before that as much of the newest as is allowed. A reader
 * that gets the screen as it is at some number, or has drawn up to some number itself, continues with exactly the chunks above
 * it: nothing is missing and nothing comes twice.
 */
export class Tail {
  private readonly keepBytes: number;
  private readonly keepChunks: number;
  private chunks: Chunk[] = [];
  private bytes = 0;
  private last = 0;
  private shown = 0;

  /** `keepBytes` and `keepChunks` bound what is kept for readers that come back; what is not drawn is kept in any case. */
  constructor(keepBytes: number, keepChunks: number) {
    this.keepBytes = keepBytes;
    this.keepChunks = keepChunks;
  }

  /** The number of the newest chunk that the screen shows; 0 before the first. */
  get drawn(): number {
    return this.shown;
  }

  /** Numbers a chunk; numbers begin at 1 and grow by one. */
  add(data: Uint8Array): Chunk {
    this.last += 1;
    const chunk = { seq: this.last, data };
    this.chunks.push(chunk);
    this.bytes += data.byteLength;
    this.trim();
    return chunk;
  }

  /** The screen now shows everything up to `seq`. Out of order calls never go back. */
  drew(seq: number): void {
    this.shown = Math.max(this.shown, Math.min(seq, this.last));
    this.trim();
  }

  /** What follows the screen, oldest first. */
  rest(): readonly Chunk[] {
    return this.after(this.shown) ?? [];
  }

  /** What follows number `seq`, oldest first; undefined when some of it is not kept any more, or `seq` was never given. */
  after(seq: number): readonly Chunk[] | undefined {
    const first = this.last - this.chunks.length + 1;
    return seq + 1 < first || seq > this.last ? undefined : this.chunks.slice(seq + 1 - first);
  }

  private trim(): void {
    let gone = 0;
    for (const { seq, data } of this.chunks) {
      const tooMuch = this.bytes > this.keepBytes || this.chunks.length - gone > this.keepChunks;
      if (!tooMuch || seq > this.shown) break;
      this.bytes -= data.byteLength;
      gone += 1;
    }
    if (gone > 0) this.chunks.splice(0, gone);
  }
}
