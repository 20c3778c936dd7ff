import { randomUUID } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type { Engine } from './engine.ts';
import { quickMs } from './engine.ts';
import { Frames } from './frames.ts';
import { markVariable, signalExec } from './signal-exec.ts';

export interface StreamedCommand {
  readonly container: string;
  readonly argv: readonly string[];
  readonly user: string;
  readonly cwd?: string;
  readonly env?: readonly string[];
}

/** A command whose input and output are taken piece by piece, as fast as both sides can. */
export class StreamedExec {
  readonly stream: Duplex;
  private readonly engine: Engine;
  private readonly target: { readonly container: string; readonly mark: string };
  private closed = false;
  /** The command said that it is done: there is nothing to end. */
  finished = false;

  private constructor(engine: Engine, target: { container: string; mark: string }, stream: Duplex) {
    this.engine = engine;
    this.target = target;
    this.stream = stream;
    stream.once('close', () => (this.closed = true));
    // Whoever reads or writes is told by the stream's end; nobody else has to know.
    stream.on('error', () => stream.destroy());
  }

  static async start(engine: Engine, command: StreamedCommand, signal: AbortSignal): Promise<StreamedExec> {
    const { container, argv, user, cwd, env = [] } = command;
    const mark = randomUUID();
    const limits = { signal, withinMs: quickMs };
    return engine.call(`run ${argv[0] ?? 'nothing'}`, limits, async (docker, abortSignal) => {
      const exec = await docker.getContainer(container).exec({
        Cmd: [...argv],
        User: user,
        Env: [`${markVariable}=${mark}`, ...env],
        ...(cwd === undefined ? {} : { WorkingDir: cwd }),
        AttachStdin: true,
        AttachStdout: true,
        AttachStderr: true,
        Tty: false,
        abortSignal,
      });
      // Without the signal: once the process may run, it has to be ended, not forgotten.
      const stream = await exec.start({ hijack: true, stdin: true });
      const started = new StreamedExec(engine, { container, mark }, stream);
      if (!abortSignal.aborted) return started;
      await started.kill();
      throw abortSignal.reason;
    });
  }

  /** What the command writes to its standard output. What it says on standard error is dropped. */
  async *output(): AsyncGenerator<Uint8Array> {
    const frames = new Frames();
    for await (const chunk of this.stream as AsyncIterable<Buffer>) {
      for (const frame of frames.add(chunk)) if (frame.stream === 1) yield frame.data;
    }
  }

  /** Resolves when the engine can take more. Rejects when the command no longer listens. */
  async write(data: Uint8Array): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const closed = (): void => reject(new Error('the command no longer reads'));
      if (this.closed) return closed();
      this.stream.once('close', closed);
      this.stream.write(data, (error) => {
        this.stream.off('close', closed);
        if (error) reject(error);
        else resolve();
      });
    });
  }

  /** The command reads the end of its input. */
  endInput(): void {
    if (!this.closed) this.stream.end();
  }

  /** Ends the command with everything that it started. Does nothing when it has ended. */
  async kill(): Promise<void> {
    try {
      if (!this.finished) await signalExec(this.engine, this.target, 'hang-up');
    } finally {
      this.stream.destroy();
    }
  }
}
