export interface Chunk {
  readonly seq: number;
  readonly data: Uint8Array;
}

/** A shell that says little costs little; the ring then grows to what may be kept. */
const firstBytes = 16 * 1024;
const stepBytes = 64 * 1024;

/**
 * Numbered output: all that the kept screen does not show yet, and before that as much of the newest as is allowed. A reader
 * that gets the screen as it is at some number, or has drawn up to some number itself, continues with exactly the chunks above
 * it: nothing is missing and nothing comes twice.
 *
 * What is kept is copied into a ring, and copied out of it for who asks. A chunk that was held itself would outlive collections
 * of young memory, and what is old is given back late (docs/decisions/0029).
 */
export class Tail {
  private readonly keepBytes: number;
  private readonly keepChunks: number;
  private ring = new Uint8Array(firstBytes);
  /** Where each kept chunk ends, oldest first. Bytes are counted from the first that ever came. */
  private ends: number[] = [];
  private from = 0;
  private to = 0;
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

  /** Numbers a chunk; numbers begin at 1 and grow by one. Its bytes are copied. */
  add(data: Uint8Array): Chunk {
    this.trim(data.byteLength, 1);
    this.makeRoom(this.to - this.from + data.byteLength);
    this.put(data);
    this.last += 1;
    this.ends.push(this.to);
    return { seq: this.last, data };
  }

  /** The screen now shows everything up to `seq`. Out of order calls never go back. */
  drew(seq: number): void {
    this.shown = Math.max(this.shown, Math.min(seq, this.last));
    this.trim(0, 0);
  }

  /** What follows the screen, oldest first. */
  rest(): readonly Chunk[] {
    return this.after(this.shown) ?? [];
  }

  /** What follows number `seq`, oldest first; undefined when some of it is not kept any more, or `seq` was never given. */
  after(seq: number): readonly Chunk[] | undefined {
    const gone = this.last - this.ends.length;
    if (seq < gone || seq > this.last) return undefined;
    let start = seq === gone ? this.from : (this.ends[seq - gone - 1] as number);
    return this.ends.slice(seq - gone).map((end, at) => {
      const data = this.copy(start, end);
      start = end;
      return { seq: seq + at + 1, data };
    });
  }

  /** Lets go of the oldest, where so much more is about to come. */
  private trim(bytes: number, chunks: number): void {
    let gone = 0;
    for (const end of this.ends) {
      const tooMuch =
        this.to - this.from + bytes > this.keepBytes || this.ends.length - gone + chunks > this.keepChunks;
      if (!tooMuch || this.last - this.ends.length + gone >= this.shown) break;
      this.from = end;
      gone += 1;
    }
    if (gone > 0) this.ends.splice(0, gone);
  }

  private makeRoom(wanted: number): void {
    if (wanted <= this.ring.length) return;
    const doubled = Math.min(this.ring.length * 2, this.keepBytes);
    const kept = this.copy(this.from, this.to);
    this.ring = new Uint8Array(Math.max(doubled, Math.ceil(wanted / stepBytes) * stepBytes));
    this.to = this.from;
    this.put(kept);
  }

  private put(data: Uint8Array): void {
    const at = this.to % this.ring.length;
    const fits = this.ring.length - at;
    this.ring.set(data.subarray(0, fits), at);
    if (data.byteLength > fits) this.ring.set(data.subarray(fits), 0);
    this.to += data.byteLength;
  }

  private copy(from: number, to: number): Uint8Array {
    const data = new Uint8Array(to - from);
    const at = from % this.ring.length;
    const fits = this.ring.length - at;
    data.set(this.ring.subarray(at, Math.min(this.ring.length, at + data.length)));
    if (data.length > fits) data.set(this.ring.subarray(0, data.length - fits), fits);
    return data;
  }
}
