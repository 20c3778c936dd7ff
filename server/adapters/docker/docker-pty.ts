import type { Duplex } from 'node:stream';
import type Docker from 'dockerode';
import type { InputPlace, Pty } from '#ports/terminal-host.ts';
import { type Engine, noSignal, quickMs, refusalStatus } from './engine.ts';
import { exitCode } from './exit-code.ts';
import { signalExec } from './signal-exec.ts';

interface Parts {
  readonly engine: Engine;
  readonly container: string;
  readonly mark: string;
  readonly exec: Docker.Exec;
  readonly stream: Duplex;
}

const endMs = 5_000;

/** A shell of `docker exec` alone, which ends with the server: where no shellkeeper could be put into the machine. */
export class DockerPty implements Pty {
  readonly lasting = false;
  readonly from = 0;
  readonly heard = 0;
  readonly typed: ReadonlyMap<string, number> = new Map();
  private readonly parts: Parts;
  private readonly ended: Promise<number | null>;
  private dataListener: ((data: Uint8Array) => void) | undefined;
  private acceptedListener: (place: InputPlace) => void = () => undefined;
  private paused = false;

  constructor(parts: Parts) {
    this.parts = parts;
    const { stream } = parts;
    this.ended = new Promise((resolve) => {
      stream.once('close', () => {
        this.exitCode(endMs).then(resolve, () => resolve(null));
      });
    });
    // The connection breaks when the container is removed; "close" follows and tells the listener.
    stream.on('error', () => stream.destroy());
  }

  onData(listener: (data: Uint8Array) => void): void {
    this.dataListener = listener;
    this.parts.stream.on('data', (chunk: Buffer) => listener(chunk));
    if (this.paused) this.parts.stream.pause();
  }

  onExit(listener: (exitCode: number | null) => void): void {
    void this.ended.then(listener);
  }

  onAccepted(listener: (place: InputPlace) => void): void {
    this.acceptedListener = listener;
  }

  write(data: string, place: InputPlace): void {
    if (!this.parts.stream.writable) return;
    this.parts.stream.write(data, (error) => {
      if (!error) this.acceptedListener(place);
    });
  }

  async resize(cols: number, rows: number): Promise<void> {
    if (this.parts.stream.destroyed) return;
    const limits = { signal: noSignal, withinMs: quickMs };
    try {
      await this.parts.engine.call('resize a shell', limits, (_docker, abortSignal) =>
        this.parts.exec.resize({ w: cols, h: rows, abortSignal }),
      );
    } catch (error) {
      // The shell ended in between: there is nothing left to resize.
      if (refusalStatus(error) === undefined) throw error;
    }
  }

  pause(): void {
    this.paused = true;
    this.parts.stream.pause();
  }

  resume(): void {
    this.paused = false;
    // Before there is a listener, output must stay where it is.
    if (this.dataListener !== undefined) this.parts.stream.resume();
  }

  async kill(): Promise<void> {
    const { container, engine, mark, stream } = this.parts;
    // The engine does not notice the end of a process whose output nobody takes, and lets every other command wait for it.
    stream.removeAllListeners('data');
    stream.resume();
    try {
      await signalExec(engine, { container, mark }, 'hang-up');
      await this.exitCode(endMs);
    } catch (error) {
      // The machine may be gone already, and the shell with it.
      if (refusalStatus(error) === undefined) throw error;
    } finally {
      stream.destroy();
    }
  }

  release(): Promise<void> {
    return this.kill();
  }

  private exitCode(withinMs: number): Promise<number | null> {
    return exitCode(this.parts.engine, this.parts.exec, { what: 'end a shell', withinMs, signal: noSignal });
  }
}
