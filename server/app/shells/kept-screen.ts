import { Credit } from '#domain/terminal/credit.ts';
import { Unfinished } from '#domain/terminal/unfinished.ts';
import type { ShellSnapshot } from '#ports/shell-store.ts';
import { Screen } from './screen.ts';

/** What may wait to be drawn. */
const drawing = { high: 512 * 1024, low: 128 * 1024 };
const newline = 0x0a;
const nothing: Uint8Array = new Uint8Array();

interface Size {
  readonly cols: number;
  readonly rows: number;
}

/** The screen of a shell from some byte of its output on, and that byte for byte: it can be handed over at any moment. */
export class KeptScreen {
  private readonly screen: Screen;
  private readonly unfinished = new Unfinished();
  private readonly credit = new Credit(drawing.high, drawing.low);
  private readonly onDrawn: () => void;
  private size: Size;
  /** The number of the next byte that comes, and of the next that is drawn. */
  private next: number;
  private shown: number;
  private rest: Uint8Array = nothing;
  private torn: boolean;

  /** Goes on from `before` where that fits; a screen that misses some output begins with a whole line. */
  constructor(size: Size, from: number, before: ShellSnapshot | undefined, onDrawn: () => void) {
    this.onDrawn = onDrawn;
    this.size = { cols: before?.cols ?? size.cols, rows: before?.rows ?? size.rows };
    this.screen = new Screen(this.size.cols, this.size.rows);
    this.next = from;
    this.shown = from;
    this.torn = from !== (before?.offset ?? 0);
    if (before === undefined) return;
    this.screen.write(before.screen);
    if (!this.torn) this.write(before.pending, () => undefined, 0);
    this.resize(size);
  }

  /** Bytes of the sequence or character that is not complete on the screen. */
  get pending(): Uint8Array {
    return this.rest;
  }

  /** Bytes that were said so far. */
  get said(): number {
    return this.next;
  }

  /** True while too much waits to be drawn. */
  get exhausted(): boolean {
    return this.credit.exhausted;
  }

  write(data: Uint8Array, drawn: () => void, counts = data.byteLength): void {
    this.next += counts;
    const [next, text] = [this.next, this.wholeLines(data)];
    const rest = this.unfinished.add(text);
    this.credit.sent(data.byteLength);
    this.screen.write(text, () => {
      this.shown = next;
      this.rest = rest;
      this.credit.drawn(data.byteLength);
      drawn();
      this.onDrawn();
    });
  }

  /** Calls back when everything that came before is drawn. */
  settled(done: () => void): void {
    this.screen.write(nothing, done);
  }

  /** What came before is still drawn in the size in which it came. */
  resize({ cols, rows }: Size): void {
    this.screen.write(nothing, () => {
      this.size = { cols, rows };
      this.screen.resize(cols, rows);
    });
  }

  paint(): string {
    return this.screen.paint();
  }

  /** As of now; whole only when called from `settled`. */
  snapshot(): ShellSnapshot {
    return { ...this.size, offset: this.shown, screen: this.paint(), pending: this.rest };
  }

  dispose(): void {
    this.screen.dispose();
  }

  /** Where the output begins in the middle of something, that is left out. */
  private wholeLines(data: Uint8Array): Uint8Array {
    if (!this.torn || data.length === 0) return data;
    this.torn = false;
    const at = data.indexOf(newline);
    return at < 0 ? data : data.subarray(at + 1);
  }
}
