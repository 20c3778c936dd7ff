import { WriterId } from '#contract/events.ts';

/** A piece of what was typed. */
export interface Piece {
  readonly seq: number;
  readonly data: string;
  /** When it was typed, in milliseconds since the epoch. */
  readonly at: number;
}

/** Characters in one piece, in pieces on their way, and kept in all. */
const pieceSize = 16_384;
const window = 65_536;
const capacity = 4 * 1024 * 1024;
/** What was typed longer ago may no longer be meant. */
const staleMs = 60_000;

/**
 * What was typed and has not reached the shell yet. Every piece is numbered, so that the server types it once however often it
 * is sent; what is not delivered is counted, so that it can be said.
 */
export class Outbox {
  readonly #now: () => number;
  #pieces: Piece[] = [];
  #last = 0;
  /** Pieces up to this number are on their way. */
  #sent = 0;
  #size = 0;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Characters that are not delivered yet. */
  get waiting(): number {
    return this.#size;
  }

  /** Returns how many characters did not fit. Then nothing of `data` is kept: half a command is worse than none. */
  add(data: string): number {
    if (this.#size + data.length > capacity) return data.length;
    for (const part of parts(data)) {
      this.#pieces.push({ seq: ++this.#last, data: part, at: this.#now() });
      this.#size += part.length;
    }
    return 0;
  }

  /** The next piece to send, while not too much is on its way. */
  next(): Piece | undefined {
    let under = 0;
    for (const piece of this.#pieces) {
      if (piece.seq <= this.#sent) {
        under += piece.data.length;
      } else {
        if (under > 0 && under + piece.data.length > window) return undefined;
        this.#sent = piece.seq;
        return piece;
      }
    }
    return undefined;
  }

  /** The shell has everything up to `seq`. */
  accepted(seq: number): void {
    this.#pieces = this.#pieces.filter((piece) => piece.seq > seq);
    this.#size = this.#pieces.reduce((sum, { data }) => sum + data.length, 0);
  }

  /**
   * The line is back, and the shell has everything up to `accepted`. The rest is sent again, unless it was typed for another
   * shell or too long ago: then all of it is dropped, since a part without what came before it may do harm. Returns the number
   * of characters that were dropped.
   */
  back(accepted: number, sameShell: boolean): number {
    this.accepted(accepted);
    this.#sent = accepted;
    const [oldest] = this.#pieces;
    if (oldest === undefined || (sameShell && this.#now() - oldest.at < staleMs)) return 0;
    const dropped = this.#size;
    this.#pieces = [];
    this.#size = 0;
    return dropped;
  }
}

/** Never between the two halves of a character. */
function parts(data: string): string[] {
  const made: string[] = [];
  for (let at = 0; at < data.length; ) {
    let end = Math.min(at + pieceSize, data.length);
    if (end < data.length && /[\uD800-\uDBFF]/.test(data[end - 1] ?? '')) end -= 1;
    made.push(data.slice(at, end));
    at = end;
  }
  return made;
}

/** A name under which no other page types. */
export function newWriter(): WriterId {
  const digits = 'abcdefghijklmnopqrstuvwxyz234567';
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return WriterId.parse(Array.from(bytes, (byte) => digits[byte % 32]).join(''));
}
