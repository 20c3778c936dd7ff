const headerBytes = 8;

export interface Frame {
  /** 1: standard output, 2: standard error. */
  readonly stream: number;
  readonly data: Uint8Array;
}

/** Takes apart the engine's multiplexed stream piece by piece; a frame's content may come out in parts. */
export class Frames {
  private header = Buffer.alloc(0);
  private stream = 0;
  private left = 0;

  *add(chunk: Buffer): Generator<Frame> {
    let rest = chunk;
    while (rest.length > 0) {
      if (this.left === 0) {
        rest = this.head(rest);
        continue;
      }
      const data = rest.subarray(0, this.left);
      this.left -= data.length;
      rest = rest.subarray(data.length);
      yield { stream: this.stream, data };
    }
  }

  private head(data: Buffer): Buffer {
    if (this.header.length === 0 && data.length >= headerBytes) {
      this.begin(data);
      return data.subarray(headerBytes);
    }
    const missing = headerBytes - this.header.length;
    this.header = Buffer.concat([this.header, data.subarray(0, missing)]);
    if (this.header.length === headerBytes) {
      this.begin(this.header);
      this.header = Buffer.alloc(0);
    }
    return data.subarray(missing);
  }

  private begin(header: Buffer): void {
    this.stream = header[0] ?? 0;
    this.left = header.readUInt32BE(4);
  }
}
