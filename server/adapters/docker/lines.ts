const newline = 10;

/** Cuts a stream of bytes into lines of UTF-8. */
export class Lines {
  private readonly maxBytes: number;
  private held: Buffer[] = [];
  private heldBytes = 0;
  /** A line was longer than allowed: nothing that comes after it is read. */
  isTooLong = false;

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes;
  }

  /** The lines that this piece completes, without their ends. */
  *add(chunk: Uint8Array): Generator<string> {
    let rest = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    while (!this.isTooLong && rest.length > 0) {
      const end = rest.indexOf(newline);
      this.hold(end < 0 ? rest : rest.subarray(0, end));
      if (end < 0 || this.isTooLong) return;
      yield this.line();
      rest = rest.subarray(end + 1);
    }
  }

  private hold(part: Buffer): void {
    this.heldBytes += part.length;
    this.isTooLong = this.heldBytes > this.maxBytes;
    // A copy: the piece is a window on a buffer that the socket may hold much more of.
    if (!this.isTooLong) this.held.push(Buffer.from(part));
  }

  private line(): string {
    const line = Buffer.concat(this.held).toString('utf8');
    this.held = [];
    this.heldBytes = 0;
    return line;
  }
}
