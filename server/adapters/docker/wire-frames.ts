/** What a tunnel of the observer said: bytes of the other end, or `undefined` for its end. */
export type WirePiece = Uint8Array | undefined;

/** The longest frame that the observer writes; a longer one is none of its. */
const longest = 64 * 1024;

/** Takes apart the frames of a tunnel: four bytes of length, then so many bytes; an empty frame is the end. */
export class WireFrames {
  private held = Buffer.alloc(0);

  /** Throws for what is no frame. */
  add(chunk: Uint8Array): WirePiece[] {
    this.held = this.held.length === 0 ? Buffer.from(chunk) : Buffer.concat([this.held, chunk]);
    const pieces: WirePiece[] = [];
    while (this.held.length >= 4) {
      const length = this.held.readUInt32BE(0);
      if (length > longest) throw new Error(`a frame of ${length} bytes is none`);
      if (length === 0) return [...pieces, undefined];
      if (this.held.length < 4 + length) break;
      pieces.push(this.held.subarray(4, 4 + length));
      this.held = this.held.subarray(4 + length);
    }
    return pieces;
  }
}
