const windowMs = 3;
const maxBytes = 64 * 1024;

/**
 * Puts small pieces together. The first piece after a pause leaves at once, so that the echo of a key is not held back; what
 * follows within a few milliseconds leaves together, or as soon as it is large enough.
 */
export class Batch {
  private pieces: Uint8Array[] = [];
  private size = 0;
  /** Since something left a moment ago; one timer for the whole life, since a flood begins a window with each chunk. */
  private window: NodeJS.Timeout | undefined;
  private open = true;
  private readonly emit: (chunk: Uint8Array) => void;

  constructor(emit: (chunk: Uint8Array) => void) {
    this.emit = emit;
  }

  add(data: Uint8Array): void {
    this.pieces.push(data);
    this.size += data.byteLength;
    if (this.open || this.size >= maxBytes) this.flush();
  }

  /** Sends what there is. */
  flush(): void {
    if (this.size === 0) return;
    const { pieces } = this;
    const [only] = pieces;
    // What comes from a socket alone belongs to nobody else: it need not be copied.
    const chunk = pieces.length === 1 && only !== undefined ? only : Buffer.concat(pieces, this.size);
    this.pieces = [];
    this.size = 0;
    this.open = false;
    if (this.window === undefined) this.window = setTimeout(() => this.passed(), windowMs);
    else this.window.refresh();
    this.emit(chunk);
  }

  private passed(): void {
    if (this.size > 0) this.flush();
    else this.open = true;
  }
}
