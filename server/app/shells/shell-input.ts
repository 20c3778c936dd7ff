import { Fault } from '#domain/fault.ts';
import type { InputPlace, Pty } from '#ports/terminal-host.ts';

/** What may be on its way to a shell that reads nothing; the port takes a little more. */
const waitingBytes = 384 * 1024;
const waitingPieces = 2048;
/** Writers that are remembered; a browser's page is one, and a long-lived shell sees many. */
const mostWriters = 64;

/** Takes what is typed to the shell, each piece once, and tells what arrived. */
export class ShellInput {
  private readonly pty: Pty;
  private readonly own: string;
  private readonly onAccepted: (place: InputPlace) => void;
  /** The newest piece of each writer, oldest writer first. */
  private readonly typed: Map<string, number>;
  private readonly waiting: (InputPlace & { readonly bytes: number })[] = [];
  private bytes = 0;
  /** Pieces that were typed without a place. */
  count = 0;

  /** `own` is the writer of input that comes without a place; never used by two servers. */
  constructor(pty: Pty, own: string, onAccepted: (place: InputPlace) => void) {
    this.pty = pty;
    this.own = own;
    this.onAccepted = onAccepted;
    this.typed = new Map(pty.typed);
    pty.onAccepted((place) => this.accepted(place));
  }

  /** The newest piece of a writer that is on its way or has arrived. */
  newest(writer: string): number {
    return this.typed.get(writer) ?? 0;
  }

  /** False for a piece that was typed before. Throws Fault `request.too-many` while too much waits for the shell. */
  type(data: string, place?: InputPlace): boolean {
    const { writer, seq } = place ?? { writer: this.own, seq: ++this.count };
    if (seq <= this.newest(writer)) return false;
    const bytes = Buffer.byteLength(data);
    if (this.bytes + bytes > waitingBytes || this.waiting.length >= waitingPieces) throw tooMuch();
    this.remember(writer, seq);
    this.waiting.push({ writer, seq, bytes });
    this.bytes += bytes;
    this.pty.write(data, { writer, seq });
    return true;
  }

  private accepted(place: InputPlace): void {
    // The machine may name any number: only what is on its way can have arrived.
    const at = this.waiting.findLastIndex((piece) => piece.writer === place.writer && piece.seq <= place.seq);
    if (at < 0) return;
    // Input is typed in order, so all that was sent before has arrived as well.
    const before = this.waiting.splice(0, at + 1);
    for (const { bytes } of before) this.bytes -= bytes;
    for (const piece of newestOf(before)) if (piece.writer !== this.own) this.onAccepted(piece);
  }

  private remember(writer: string, seq: number): void {
    this.typed.delete(writer);
    this.typed.set(writer, seq);
    const [oldest] = this.typed.keys();
    if (this.typed.size > mostWriters && oldest !== undefined) this.typed.delete(oldest);
  }
}

function newestOf(pieces: readonly InputPlace[]): InputPlace[] {
  const newest = new Map(pieces.map(({ writer, seq }) => [writer, { writer, seq }]));
  return [...newest.values()];
}

const tooMuch = (): Fault =>
  new Fault('request.too-many', 'The program in the terminal does not read what is typed.', {
    remedy: 'Wait for it, or end it with Ctrl-C.',
  });
