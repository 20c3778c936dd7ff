const windowMs = 3;
const maxBytes = 64 * 1024;

/**
 * Puts small pieces together. The first piece after a pause leaves at once, so that the echo of a key is not held back; what
 * follows within a few milliseconds leaves together, or as soon as it is large enough.
 */
export class Batch {
  private pieces: Uint8Array[] = [];
  private size = 0;
  private window: NodeJS.Timeout | undefined;
  private readonly emit: (chunk: Uint8Array) => void;

  constructor(emit: (chunk: Uint8Array) => void) {
    this.emit = emit;
  }

  add(data: Uint8Array): void {
    this.pieces.push(data);
    this.size += data.byteLength;
    if (this.window === undefined || this.size >= maxBytes) this.flush();
  }

  /** Sends what there is. */
  flush(): void {
    clearTimeout(this.window);
    this.window = undefined;
    if (this.size === 0) return;
    const chunk = Buffer.concat(this.pieces);
    this.pieces = [];
    this.size = 0;
    this.window = setTimeout(() => this.flush(), windowMs);
    this.emit(chunk);
  }
}
