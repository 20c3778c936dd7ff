const longestLine = 8192;

/** Reads lines off the front of a stream of bytes, and then the rest as it comes. */
export class LineThenBytes {
  private readonly source: AsyncIterator<Uint8Array>;
  private held = Buffer.alloc(0);

  constructor(source: AsyncIterable<Uint8Array>) {
    this.source = source[Symbol.asyncIterator]();
  }

  /** The next line without its end; undefined when the stream ends before, or no line is that long. */
  async line(): Promise<string | undefined> {
    for (;;) {
      const at = this.held.indexOf(10);
      if (at >= 0) {
        const line = this.held.subarray(0, at).toString('utf8');
        this.held = this.held.subarray(at + 1);
        return line;
      }
      if (this.held.length > longestLine) return undefined;
      const next = await this.source.next();
      if (next.done === true) return undefined;
      this.held = Buffer.concat([this.held, next.value]);
    }
  }

  async *rest(): AsyncGenerator<Uint8Array> {
    if (this.held.length > 0) yield this.held;
    try {
      for (let next = await this.source.next(); next.done !== true; next = await this.source.next()) {
        yield next.value;
      }
    } finally {
      await this.source.return?.();
    }
  }
}
