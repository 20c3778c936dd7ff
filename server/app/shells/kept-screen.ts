import { Credit } from '#domain/terminal/credit.ts';
import { plainPart } from '#domain/terminal/plain-part.ts';
import { Unfinished } from '#domain/terminal/unfinished.ts';
import type { ShellSnapshot } from '#ports/shell-store.ts';
import { Screen } from './screen.ts';
import type { ShellSize } from './shell-size.ts';

/** What may wait to be drawn. */
const drawing = { high: 512 * 1024, low: 128 * 1024 };
/** Nobody looks at this screen until a browser comes: it is drawn when the shell has paused, or when that much waits. */
const idleMs = 20;
const lagBytes = 256 * 1024;
/** A program that says a little all the time never pauses: its pieces must not pile up. */
const lagPieces = 512;
const newline = 0x0a;
const nothing: Uint8Array = new Uint8Array();

/** Output that is not drawn yet, or something to do when all before it is. */
interface Step {
  readonly data: Uint8Array;
  /** The number of the byte after it, and what is unfinished there. */
  readonly next: number;
  readonly rest: Uint8Array;
  readonly done: () => void;
  readonly output: boolean;
}

/** The screen of a shell from some byte of its output on, and that byte for byte: it can be handed over at any moment. */
export class KeptScreen {
  private readonly screen: Screen;
  private readonly unfinished = new Unfinished();
  private readonly credit = new Credit(drawing.high, drawing.low);
  private readonly onDrawn: () => void;
  private size: ShellSize;
  private waiting: Step[] = [];
  private lag = 0;
  private underWay = false;
  private pause: NodeJS.Timeout | undefined;
  /** The number of the next byte that comes, and of the next that is drawn. */
  private next: number;
  private shown: number;
  private rest: Uint8Array = nothing;
  private torn: boolean;

  /** Goes on from `before` where that fits; a screen that misses some output begins with a whole line. */
  constructor(size: ShellSize, from: number, before: ShellSnapshot | undefined, onDrawn: () => void) {
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

  /** `drawn` is called when it is on the screen, or when what follows has made it invisible. */
  write(data: Uint8Array, drawn: () => void, counts = data.byteLength): void {
    this.next += counts;
    const text = this.wholeLines(data);
    this.add({ data: text, next: this.next, rest: this.unfinished.add(text), done: drawn, output: true });
    const flooded = this.lag >= lagBytes;
    if (!flooded && this.waiting.length < lagPieces) this.drawLater();
    else if (!flooded || !this.leaveOut()) this.draw();
  }

  /** Calls back when everything that came before is drawn. */
  settled(done: () => void): void {
    this.add({ data: nothing, next: this.next, rest: nothing, done, output: false });
    this.draw();
  }

  /** What came before is still drawn in the size in which it came. */
  resize({ cols, rows }: ShellSize): void {
    this.settled(() => {
      this.size = { cols, rows };
      this.screen.resize(cols, rows);
    });
  }

  paint(lines?: number): string {
    return this.screen.paint(lines);
  }

  /** As of now; whole only when called from `settled`. */
  snapshot(): ShellSnapshot {
    return { ...this.size, offset: this.shown, screen: this.paint(), pending: this.rest };
  }

  dispose(): void {
    clearTimeout(this.pause);
    this.screen.dispose();
  }

  private add(step: Step): void {
    this.waiting.push(step);
    this.lag += step.data.byteLength;
    this.credit.sent(step.data.byteLength);
  }

  private drawLater(): void {
    if (this.pause === undefined) this.pause = setTimeout(() => this.draw(), idleMs);
    else this.pause.refresh();
  }

  /** Hands everything to the terminal, which draws a little at a time. */
  private draw(): void {
    clearTimeout(this.pause);
    this.pause = undefined;
    if (this.underWay || this.waiting.length === 0) return;
    this.underWay = true;
    const steps = this.waiting;
    this.waiting = [];
    this.lag = 0;
    for (const step of steps) this.screen.write(step.data, () => this.did(step));
    this.screen.write(nothing, () => {
      this.underWay = false;
      if (this.waiting.some(({ output }) => !output) || this.lag >= lagBytes) this.draw();
      else if (this.waiting.length > 0) this.drawLater();
    });
  }

  private did({ data, next, rest, done, output }: Step): void {
    if (output) {
      this.shown = next;
      this.rest = rest;
      this.credit.drawn(data.byteLength);
    }
    done();
    this.onDrawn();
  }

  /** In a flood, lines that will have scrolled out before anybody can look need not be drawn. */
  private leaveOut(): boolean {
    const steps = this.waiting;
    if (this.underWay || this.rest.length > 0 || steps.some(({ output }) => !output)) return false;
    if (!this.screen.scrollsPlainly) return false;
    const all = Buffer.concat(steps.map(({ data }) => data));
    const part = plainPart(all, this.screen.keeps);
    if (part === undefined) return false;
    const shown = all.subarray(part.length);
    const data = part.style.length === 0 ? shown : Buffer.concat([part.style, shown]);
    const last = steps.at(-1);
    if (last === undefined) return false;
    this.waiting = [];
    this.lag = 0;
    for (const step of steps) this.credit.drawn(step.data.byteLength);
    // As good as drawn: who wants to see the screen waits for the last step, which now stands for all of them.
    for (const step of steps) if (step !== last) step.done();
    this.add({ ...last, data });
    this.drawLater();
    this.onDrawn();
    return true;
  }

  /** Where the output begins in the middle of something, that is left out. */
  private wholeLines(data: Uint8Array): Uint8Array {
    if (!this.torn || data.length === 0) return data;
    this.torn = false;
    const at = data.indexOf(newline);
    return at < 0 ? data : data.subarray(at + 1);
  }
}
