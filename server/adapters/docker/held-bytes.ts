const blockBytes = 16 * 1024;
/** Larger pieces are kept as they are. */
const smallBytes = 1024;
const nothing = Buffer.alloc(0);

/**
 * Bytes that wait until somebody takes them, in order. Small pieces are copied together: a program that says single bytes costs
 * no more memory than one that says lines.
 */
export class HeldBytes {
  private readonly blocks: Buffer[] = [];
  /** The block to which small pieces are added is the last one, filled up to `used`. */
  private room = nothing;
  private used = 0;
  private held = 0;

  get size(): number {
    return this.held;
  }

  /** Blocks of memory that are in use. */
  get pieces(): number {
    return this.blocks.length;
  }

  add(data: Buffer): void {
    if (data.length === 0) return;
    this.held += data.length;
    if (data.length > smallBytes) {
      this.blocks.push(data);
      this.room = nothing;
      return;
    }
    if (this.room.length - this.used < data.length) {
      this.room = Buffer.allocUnsafeSlow(blockBytes);
      this.used = 0;
      this.blocks.push(nothing);
    }
    data.copy(this.room, this.used);
    this.used += data.length;
    this.blocks[this.blocks.length - 1] = this.room.subarray(0, this.used);
  }

  /** The oldest bytes; undefined when there are none. */
  take(): Buffer | undefined {
    const data = this.blocks.shift();
    if (data === undefined) return undefined;
    this.held -= data.length;
    if (this.blocks.length === 0) this.room = nothing;
    return data;
  }
}
