import type { ShellOpened } from '#contract/events.ts';
import type { ShellId } from '#contract/ids.ts';
import { Credit } from '#domain/terminal/credit.ts';
import { type Chunk, Tail } from '#domain/terminal/tail.ts';
import { Fault } from '#domain/fault.ts';
import type { Pty } from '#ports/terminal-host.ts';
import { Batch } from './batch.ts';
import { Screen } from './screen.ts';
import type { HeardShell, ScreenShot, ShellListener } from './shell-listener.ts';

/** A browser that watches shells. Of each it hears output numbered without a gap, and at last perhaps its end. */
export interface Viewer {
  /** True once the browser has left for good. */
  readonly gone: boolean;
  output(shell: ShellId, seq: number, data: Uint8Array): void;
  exited(shell: ShellId, exitCode: number | null): void;
}

/** What may be on its way to one browser: enough for a fast line, little enough that Ctrl-C is seen at once. */
const viewerBytes = { high: 128 * 1024, low: 32 * 1024 };
/** What may wait to be drawn on the kept screen. */
const screenBytes = { high: 512 * 1024, low: 128 * 1024 };

interface Seat {
  readonly credit: Credit;
  /** Called once with the screen, ahead of all output. */
  readonly opened: (shell: ShellOpened) => void;
  /** False until the screen was handed over: what comes meanwhile is kept in the tail. */
  seated: boolean;
}

export interface Size {
  readonly cols: number;
  readonly rows: number;
}

/** A shell in a lab with the screen it would show. It lives without any browser; the slowest browser that watches brakes it. */
export class Shell implements HeardShell {
  readonly id: ShellId;
  private shown: Size;
  private readonly listeners = new Set<ShellListener>();
  private readonly pty: Pty;
  private readonly screen: Screen;
  private readonly tail = new Tail();
  private readonly drawing = new Credit(screenBytes.high, screenBytes.low);
  private readonly seats = new Map<Viewer, Seat>();
  private readonly batch = new Batch((chunk) => this.send(chunk));
  private paused = false;
  private ended = false;

  constructor(id: ShellId, pty: Pty, size: Size, onEnd: () => void) {
    this.id = id;
    this.pty = pty;
    this.shown = { cols: size.cols, rows: size.rows };
    this.screen = new Screen(size.cols, size.rows);
    pty.onData((data) => this.batch.add(data));
    pty.onExit((exitCode) => {
      this.exit(exitCode);
      onEnd();
    });
  }

  /** Attaching again replaces the viewer's seat: it gets the whole screen anew. */
  attach(viewer: Viewer, size: Size, opened: (shell: ShellOpened) => void): void {
    if (this.ended) throw hasEnded();
    this.resize(size);
    const seat = { credit: new Credit(viewerBytes.high, viewerBytes.low), opened, seated: false };
    this.seats.set(viewer, seat);
    this.batch.flush();
    // Called when everything before is drawn: the screen is then exactly as of `tail.drawn`.
    this.screen.write(new Uint8Array(0), () => this.seat(viewer, seat));
  }

  detach(viewer: Viewer): void {
    this.seats.delete(viewer);
    this.brake();
  }

  isWatchedBy(viewer: Viewer): boolean {
    return this.seats.has(viewer);
  }

  get size(): Size {
    return this.shown;
  }

  listen(listener: ShellListener): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  capture(done: (shot: ScreenShot) => void): void {
    if (this.ended) return;
    this.batch.flush();
    this.screen.write(new Uint8Array(0), () => {
      if (this.ended) return;
      const rest = Buffer.concat(this.tail.rest().map(({ data }) => data));
      done({ screen: this.screen.paint(), rest, size: this.shown });
    });
  }

  input(data: string): void {
    if (this.ended) return;
    this.pty.write(data);
    for (const listener of this.listeners) listener.input(data);
  }

  /** The browser that resized last decides for all. */
  resize({ cols, rows }: Size): void {
    if (this.ended) return;
    this.screen.resize(cols, rows);
    if (cols !== this.shown.cols || rows !== this.shown.rows) {
      this.shown = { cols, rows };
      for (const listener of this.listeners) listener.resized(this.shown);
    }
    // A size that the engine could not pass on is corrected by the next one; the shell itself goes on.
    void this.pty.resize(cols, rows).catch(() => undefined);
  }

  drawn(viewer: Viewer, bytes: number): void {
    this.seats.get(viewer)?.credit.drawn(bytes);
    this.brake();
  }

  /** Ends the shell; whoever watches hears of it. */
  async end(): Promise<void> {
    if (!this.ended) await this.pty.kill();
  }

  private send(data: Uint8Array): void {
    const chunk = this.tail.add(data);
    this.drawing.sent(data.byteLength);
    this.screen.write(data, () => {
      this.tail.drew(chunk.seq);
      this.drawing.drawn(data.byteLength);
      this.brake();
    });
    for (const [viewer, seat] of this.seats) if (seat.seated) this.pass(viewer, seat, chunk);
    for (const listener of this.listeners) listener.output(data);
    this.brake();
  }

  private seat(viewer: Viewer, seat: Seat): void {
    if (this.seats.get(viewer) !== seat) return;
    seat.seated = true;
    seat.opened({ shell: this.id, screen: this.screen.paint(), seq: this.tail.drawn });
    for (const chunk of this.tail.rest()) this.pass(viewer, seat, chunk);
    this.brake();
  }

  private pass(viewer: Viewer, seat: Seat, { seq, data }: Chunk): void {
    seat.credit.sent(data.byteLength);
    viewer.output(this.id, seq, data);
  }

  private brake(): void {
    const exhausted =
      this.drawing.exhausted || [...this.seats.values()].some(({ credit }) => credit.exhausted);
    if (exhausted === this.paused || this.ended) return;
    this.paused = exhausted;
    if (exhausted) this.pty.pause();
    else this.pty.resume();
  }

  private exit(exitCode: number | null): void {
    if (this.ended) return;
    this.batch.flush();
    this.ended = true;
    // What the shell said last is drawn before its end is told, also to a browser that is just attaching.
    this.screen.write(new Uint8Array(0), () => {
      for (const viewer of this.seats.keys()) viewer.exited(this.id, exitCode);
      this.seats.clear();
      for (const listener of this.listeners) listener.ended(exitCode);
      this.listeners.clear();
      this.screen.dispose();
    });
  }
}

const hasEnded = (): Fault =>
  new Fault('terminal.not-found', 'The shell ended while it was being opened.', {
    remedy: 'Open the terminal again.',
  });
