import { setTimeout as delay } from 'node:timers/promises';
import type { Duplex } from 'node:stream';
import type { InputPlace, Pty } from '#ports/terminal-host.ts';
import type { Engine } from './engine.ts';
import { refusalStatus } from './engine.ts';
import { Frames } from './frames.ts';
import { HeldBytes } from './held-bytes.ts';
import {
  attachFrame,
  hangUpFrame,
  inputFrame,
  type KeeperFrame,
  KeeperFrames,
  NotAKeeper,
  resizeFrame,
  takenFrame,
} from './keeper-frames.ts';
import { signalExec } from './signal-exec.ts';

interface Parts {
  readonly engine: Engine;
  readonly container: string;
  /** What every process of the shell carries; see signal-exec. */
  readonly mark: string;
  readonly stream: Duplex;
}

/** The keeper hangs up for 1.5 s before it kills. */
const endMs = 4_000;
const letGoMs = 1_000;
/** Told to the keeper in such steps. */
const takenBatch = 64 * 1024;
/** What the keeper may have kept, and what it may send ahead. */
const mostHeld = 1024 * 1024;
const complaintBytes = 500;
const nothing = (): void => undefined;

/** A shell that a shellkeeper holds on its machine. All that comes from there is hostile until parsed. */
export class KeptPty implements Pty {
  readonly lasting = true;
  from = 0;
  heard = 0;
  typed: ReadonlyMap<string, number> = new Map();
  private readonly parts: Parts;
  private readonly engineFrames = new Frames();
  private readonly frames = new KeeperFrames();
  private complaint = '';
  private next = 0;
  private code: number | null | undefined;
  private released = false;
  private paused = false;
  private readonly waiting = new HeldBytes();
  private taken = 0;
  private greeted: (known: boolean) => void = nothing;
  private dataListener: ((data: Uint8Array) => void) | undefined;
  private acceptedListener: (place: InputPlace) => void = nothing;
  private readonly ended: Promise<number | null>;

  private constructor(parts: Parts) {
    this.parts = parts;
    const { stream } = parts;
    this.ended = new Promise((resolve) => {
      stream.once('close', () => {
        this.greeted(false);
        resolve(this.code ?? null);
      });
    });
    stream.on('error', () => stream.destroy());
    stream.on('data', (chunk: Buffer) => this.take(chunk));
  }

  /**
   * Greets the keeper at the other end of the stream. Undefined when there is none; `complain` then hears what was said instead.
   */
  static async over(
    parts: Parts,
    from: number,
    signal: AbortSignal,
    complain: (text: string) => void,
  ): Promise<KeptPty | undefined> {
    const pty = new KeptPty(parts);
    const stop = (): void => void parts.stream.destroy();
    signal.addEventListener('abort', stop, { once: true });
    const known = await new Promise<boolean>((resolve) => {
      pty.greeted = resolve;
      if (signal.aborted || parts.stream.destroyed) resolve(false);
      else parts.stream.write(attachFrame(from));
    });
    signal.removeEventListener('abort', stop);
    if (known) return pty;
    complain(pty.complaint.trim());
    return undefined;
  }

  onData(listener: (data: Uint8Array) => void): void {
    this.dataListener = listener;
    this.flush();
  }

  onExit(listener: (exitCode: number | null) => void): void {
    const tell = async (): Promise<void> => {
      const code = await this.ended;
      if (!this.released) listener(code);
    };
    void tell();
  }

  onAccepted(listener: (place: InputPlace) => void): void {
    this.acceptedListener = listener;
  }

  write(data: string, place: InputPlace): void {
    this.send(inputFrame(place, data));
  }

  async resize(cols: number, rows: number): Promise<void> {
    this.send(resizeFrame(cols, rows));
  }

  /** The keeper stops by itself once it has sent what it may; what else comes, such as `accepted`, still arrives. */
  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
    this.flush();
  }

  async kill(): Promise<void> {
    const { container, engine, mark, stream } = this.parts;
    this.dataListener = nothing;
    this.resume();
    this.send(hangUpFrame());
    try {
      const stop = new AbortController();
      const late = delay(endMs, 'late' as const, { signal: stop.signal }).catch(() => undefined);
      // A keeper that does not do as it is told, and what it holds, is ended from outside.
      if ((await Promise.race([this.ended, late])) === 'late') {
        await signalExec(engine, { container, mark }, 'hang-up');
      }
      stop.abort();
    } catch (error) {
      // The machine may be gone already, and the shell with it.
      if (refusalStatus(error) === undefined) throw error;
    } finally {
      stream.destroy();
    }
  }

  async release(): Promise<void> {
    this.released = true;
    const { stream } = this.parts;
    if (stream.destroyed) return;
    this.dataListener = nothing;
    // Nothing new is read: what comes now is still kept on the machine, and wanted by whoever finds the shell again.
    stream.pause();
    const stop = new AbortController();
    await Promise.race([
      new Promise<void>((done) => stream.end(done)),
      delay(letGoMs, undefined, { signal: stop.signal }).catch(nothing),
    ]);
    stop.abort();
    stream.destroy();
  }

  private send(frame: Buffer): void {
    if (this.parts.stream.writable) this.parts.stream.write(frame);
  }

  private take(chunk: Buffer): void {
    try {
      for (const { stream, data } of this.engineFrames.add(chunk)) {
        const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
        if (stream !== 1) this.complaint = (this.complaint + bytes.toString()).slice(-complaintBytes);
        else for (const frame of this.frames.add(bytes)) this.hear(frame);
      }
    } catch (error) {
      this.complaint = error instanceof Error ? error.message : String(error);
      this.parts.stream.destroy();
    }
  }

  private hear(frame: KeeperFrame): void {
    switch (frame.kind) {
      case 'hello':
        this.from = frame.first;
        this.next = frame.first;
        this.heard = frame.next;
        this.typed = frame.typed;
        this.greeted(true);
        return;
      case 'output':
        if (frame.offset !== this.next) throw new NotAKeeper('output with a gap');
        this.next += frame.data.length;
        this.say(frame.data);
        return;
      case 'accepted':
        this.acceptedListener(frame.place);
        return;
      case 'exited':
        this.code = frame.code;
        this.parts.stream.destroy();
    }
  }

  private say(data: Buffer): void {
    if (this.dataListener === undefined || this.paused || this.waiting.size > 0) {
      this.waiting.add(data);
      if (this.waiting.size > mostHeld) throw new NotAKeeper('more output than was asked for');
    } else this.pass(data, this.dataListener);
  }

  private flush(): void {
    while (this.dataListener !== undefined && !this.paused) {
      const data = this.waiting.take();
      if (data === undefined) return;
      this.pass(data, this.dataListener);
    }
  }

  private pass(data: Buffer, listener: (data: Uint8Array) => void): void {
    this.taken += data.length;
    listener(data);
    if (this.taken < takenBatch) return;
    this.send(takenFrame(this.taken));
    this.taken = 0;
  }
}
