const headerBytes = 8;

/** Keeps the first bytes of one stream; what comes after them is counted out and dropped. */
class Kept {
  private readonly chunks: Buffer[] = [];
  private room: number;

  constructor(maxBytes: number) {
    this.room = maxBytes;
  }

  add(data: Buffer): void {
    if (this.room === 0 || data.length === 0) return;
    // A copy: the chunk is a window on a buffer that the socket may hold much more of.
    const part = Buffer.from(data.subarray(0, this.room));
    this.room -= part.length;
    this.chunks.push(part);
  }

  text(): string {
    return Buffer.concat(this.chunks).toString('utf8');
  }
}

/**
 * Takes apart the engine's multiplexed stream: frames of one byte for the stream, three of nothing, four of length.
 * Frames may be cut anywhere between two chunks.
 */
export class Demux {
  private readonly outputs: { readonly stdout: Kept; readonly stderr: Kept };
  private header = Buffer.alloc(0);
  private target: Kept | undefined;
  private left = 0;

  constructor(maxBytes: number) {
    this.outputs = { stdout: new Kept(maxBytes), stderr: new Kept(maxBytes) };
  }

  add(chunk: Buffer): void {
    let rest = chunk;
    while (rest.length > 0) rest = this.left > 0 ? this.body(rest) : this.head(rest);
  }

  get stdout(): string {
    return this.outputs.stdout.text();
  }

  get stderr(): string {
    return this.outputs.stderr.text();
  }

  private body(data: Buffer): Buffer {
    const part = data.subarray(0, this.left);
    this.left -= part.length;
    this.target?.add(part);
    return data.subarray(part.length);
  }

  private head(data: Buffer): Buffer {
    const missing = headerBytes - this.header.length;
    this.header = Buffer.concat([this.header, data.subarray(0, missing)]);
    if (this.header.length === headerBytes) {
      this.target = this.header[0] === 2 ? this.outputs.stderr : this.outputs.stdout;
      this.left = this.header.readUInt32BE(4);
      this.header = Buffer.alloc(0);
    }
    return data.subarray(missing);
  }
}
