import type { ShellOpened } from '#contract/events.ts';
import type { ShellId } from '#contract/ids.ts';
import { type Chunk, Tail } from '#domain/terminal/tail.ts';
import { Fault } from '#domain/fault.ts';
import type { ShellSnapshot } from '#ports/shell-store.ts';
import type { Pty } from '#ports/terminal-host.ts';
import { Batch } from './batch.ts';
import { KeptScreen } from './kept-screen.ts';
import { ShellAnswers, type TerminalAnswer } from './shell-answers.ts';
import { ShellInput } from './shell-input.ts';
import { newSeat, type Seat } from './seat.ts';
import type { HeardShell, ScreenShot, ShellListener } from './shell-listener.ts';
import { isSameSize, type ShellSize } from './shell-size.ts';
import type { Arrival, Viewer } from './viewer.ts';

/** Recent output that is kept for browsers that come back. */
const keptBytes = 512 * 1024;
const keptChunks = 4096;

/** A shell in a lab with the screen it would show. It lives without any browser; the slowest browser that watches brakes it. */
export class Shell implements HeardShell {
  readonly id: ShellId;
  private shown: ShellSize;
  private readonly life: string;
  private readonly listeners = new Set<ShellListener>();
  private readonly pty: Pty;
  private readonly screen: KeptScreen;
  private readonly tail = new Tail(keptBytes, keptChunks);
  private readonly seats = new Map<Viewer, Seat>();
  private readonly batch = new Batch((chunk) => this.send(chunk));
  private readonly typing: ShellInput;
  private readonly answers: ShellAnswers<Viewer>;
  private paused = false;
  private ended = false;

  /** `life` is never used again for this shell, not by the next server either. */
  constructor(
    id: ShellId,
    pty: Pty,
    size: ShellSize,
    onEnd: () => void,
    life: string = id,
    before?: ShellSnapshot,
  ) {
    this.id = id;
    this.life = life;
    this.answers = new ShellAnswers(life);
    this.pty = pty;
    this.shown = { cols: size.cols, rows: size.rows };
    this.screen = new KeptScreen(size, pty.from, before, () => this.brake());
    this.typing = new ShellInput(pty, life, ({ writer, seq }) => {
      for (const [viewer, seat] of this.seats) if (seat.writer === writer) viewer.accepted?.(this.id, seq);
    });
    pty.onData((data) => this.batch.add(data));
    pty.onExit((exitCode) => {
      this.exit(exitCode);
      onEnd();
    });
  }

  /** Attaching again replaces the viewer's seat: it gets the whole screen anew, or only what it misses. */
  attach(viewer: Viewer, arrival: Arrival, opened: (shell: ShellOpened) => void): void {
    if (this.ended) throw hasEnded();
    const seat = newSeat(arrival, opened);
    this.seats.set(viewer, seat);
    this.resize(arrival, viewer);
    this.batch.flush();
    if (this.seatAgain(viewer, seat, arrival)) return;
    // Called when everything before is drawn: the screen is then exactly as of `tail.drawn`.
    this.screen.settled(() => this.seat(viewer, seat));
  }

  detach(viewer: Viewer): void {
    this.seats.delete(viewer);
    this.brake();
  }

  isWatchedBy(viewer: Viewer): boolean {
    return this.seats.has(viewer);
  }

  get size(): ShellSize {
    return this.shown;
  }

  listen(listener: ShellListener): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  capture(done: (shot: ScreenShot) => void, lines?: number): void {
    if (this.ended) return;
    this.batch.flush();
    this.screen.settled(() => {
      if (this.ended) return;
      const rest = Buffer.concat([this.screen.pending, ...this.tail.rest().map(({ data }) => data)]);
      done({ screen: this.screen.paint(lines), rest, size: this.shown });
    });
  }

  /** What a server that comes later needs to show the same screen. Undefined when the shell ended or does not last. */
  snapshot(): Promise<ShellSnapshot | undefined> {
    if (!this.pty.lasting || this.ended) return Promise.resolve(undefined);
    this.batch.flush();
    return new Promise((done) => {
      this.screen.settled(() => done(this.ended ? undefined : this.screen.snapshot()));
    });
  }

  /** Grows with all that is said and typed. */
  get activity(): number {
    return this.screen.said + this.typing.count;
  }

  get over(): boolean {
    return this.ended;
  }

  get watched(): boolean {
    return this.seats.size > 0;
  }

  /** With `from`, a piece that this browser has sent before is not typed again. Throws Fault `request.too-many`. */
  input(data: string, from?: { readonly viewer: Viewer; readonly seq: number | undefined }): void {
    if (this.ended) return;
    const writer = from === undefined ? undefined : this.seats.get(from.viewer)?.writer;
    const place = writer === undefined || from?.seq === undefined ? undefined : { writer, seq: from.seq };
    if (!this.typing.type(data, place)) return;
    for (const listener of this.listeners) listener.input(data);
  }

  /** What the terminal of a browser answers to a program that asked it something; typed once, however many browsers there are. */
  answer(viewer: Viewer, answer: TerminalAnswer): void {
    if (!this.ended && this.answers.takes(viewer, answer)) this.typing.type(answer.data);
  }

  /** The browser that resized last decides for all; the others are told. */
  resize({ cols, rows }: ShellSize, by?: Viewer): void {
    if (this.ended) return;
    const own = by && this.seats.get(by);
    if (own) own.size = { cols, rows };
    this.screen.resize({ cols, rows });
    if (!isSameSize({ cols, rows }, this.shown)) {
      this.shown = { cols, rows };
      for (const listener of this.listeners) listener.resized(this.shown);
      for (const [viewer, seat] of this.seats) if (seat.seated) this.tellSize(viewer, seat);
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

  /** Lets go of a shell that lasts, which goes on without this server; ends any other. */
  async release(): Promise<void> {
    if (!this.ended) await this.pty.release();
  }

  private send(data: Uint8Array): void {
    const chunk = this.tail.add(data);
    this.answers.said(chunk.seq, this.screen.said < this.pty.heard);
    this.screen.write(data, () => this.tail.drew(chunk.seq));
    for (const [viewer, seat] of this.seats) if (seat.seated) this.pass(viewer, seat, chunk);
    for (const listener of this.listeners) listener.output(data);
    this.brake();
  }

  /** A browser that has drawn most of it gets only what it missed, without waiting for anything. */
  private seatAgain(viewer: Viewer, seat: Seat, { seen }: Arrival): boolean {
    if (seen === undefined || seen.shell !== this.id || seen.life !== this.life) return false;
    const missed = this.tail.after(seen.seq);
    if (missed === undefined) return false;
    this.welcome(viewer, seat, { screen: '', seq: seen.seq, resumed: true }, missed);
    return true;
  }

  private seat(viewer: Viewer, seat: Seat): void {
    if (this.seats.get(viewer) !== seat) return;
    const { pending } = this.screen;
    const shown = { screen: this.screen.paint(), seq: this.tail.drawn };
    this.welcome(viewer, seat, pending.length === 0 ? shown : { ...shown, pending }, this.tail.rest());
  }

  private welcome(
    viewer: Viewer,
    seat: Seat,
    shown: Pick<ShellOpened, 'screen' | 'seq' | 'pending' | 'resumed'>,
    rest: readonly Chunk[],
  ): void {
    seat.seated = true;
    const accepted = seat.writer === undefined ? {} : { accepted: this.typing.newest(seat.writer) };
    seat.opened({ shell: this.id, life: this.life, ...shown, ...accepted });
    this.tellSize(viewer, seat);
    for (const chunk of rest) this.pass(viewer, seat, chunk);
    this.brake();
  }

  private tellSize(viewer: Viewer, seat: Seat): void {
    if (isSameSize(seat.size, this.shown)) return;
    seat.size = this.shown;
    viewer.resized?.(this.id, this.shown);
  }

  private pass(viewer: Viewer, seat: Seat, { seq, data }: Chunk): void {
    seat.credit.sent(data.byteLength);
    viewer.output(this.id, seq, data);
  }

  private brake(): void {
    let { exhausted } = this.screen;
    for (const { credit } of this.seats.values()) exhausted ||= credit.exhausted;
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
    this.screen.settled(() => {
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
