import { setTimeout as delay } from 'node:timers/promises';
import { cancelled, type Engine, quickMs, tooSlow } from './engine.ts';
import { exitCode } from './exit-code.ts';
import { Frames } from './frames.ts';

export interface Streamed {
  readonly input: AsyncIterable<Uint8Array>;
  /** Hears all of the standard output, piece by piece; the next piece waits for it. */
  readonly onOutput: (data: Uint8Array) => Promise<void>;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

const maxWords = 4096;
const superuser = '0:0';

/**
 * Runs a program with more input or output than is held in memory; resolves with how it ended and the first of what it said on
 * standard error. Past its deadline, or on abort, its line is closed: the program is one that ends when it can neither read nor
 * write, since in a container without a shell nobody could end it.
 */
export async function streamExec(
  engine: Engine,
  container: string,
  argv: readonly string[],
  streamed: Streamed,
): Promise<{ readonly exit: number | null; readonly stderr: string }> {
  const what = `run ${argv[0] ?? 'nothing'}`;
  const limits = { signal: streamed.signal, withinMs: quickMs };
  const { exec, stream } = await engine.call(what, limits, async (docker, abortSignal) => {
    const made = await docker.getContainer(container).exec({
      Cmd: [...argv],
      User: superuser,
      AttachStdin: true,
      AttachStdout: true,
      AttachStderr: true,
      Tty: false,
      abortSignal,
    });
    // Without the signal: once the process may run, giving up means to close its line, not to forget it.
    return { exec: made, stream: await made.start({ hijack: true, stdin: true }) };
  });
  const deadline = AbortSignal.timeout(streamed.timeoutMs);
  const stop = AbortSignal.any([streamed.signal, deadline]);
  const give = (): void => void stream.destroy();
  stop.addEventListener('abort', give, { once: true });
  const over = new AbortController();
  const waiting = { what, withinMs: streamed.timeoutMs, signal: AbortSignal.any([stop, over.signal]) };
  stream.on('error', give);
  try {
    stop.throwIfAborted();
    // The engine keeps the line open for input that nobody will read any more.
    void exitCode(engine, exec, waiting, 250)
      .then(() => delay(500, undefined, { signal: over.signal }))
      .then(give, () => undefined);
    const [stderr] = await Promise.all([hear(stream, streamed), feed(stream, streamed.input)]);
    stop.throwIfAborted();
    return { exit: await exitCode(engine, exec, { ...waiting, signal: stop }), stderr };
  } catch (error) {
    stream.destroy();
    if (streamed.signal.aborted) throw cancelled(what, streamed.signal.reason);
    throw deadline.aborted ? tooSlow(what, streamed.timeoutMs, error) : error;
  } finally {
    stop.removeEventListener('abort', give);
    over.abort(new Error('over'));
  }
}

type Line = NodeJS.ReadWriteStream & { destroy(): void; readonly destroyed: boolean };

async function hear(stream: Line, { onOutput }: Streamed): Promise<string> {
  const frames = new Frames();
  const said: Uint8Array[] = [];
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      for (const { stream: from, data } of frames.add(chunk)) {
        if (from === 1) await onOutput(data);
        else if (said.length < 64) said.push(data);
      }
    }
  } catch (error) {
    // Destroyed by this side: the program has ended, or whoever asked has given up.
    if (!stream.destroyed) throw error;
  }
  return Buffer.concat(said).toString('utf8').slice(0, maxWords).trim();
}

/** A program that ends early does not read the rest; how it ended says why. */
async function feed(stream: Line, input: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const data of input) {
    if (stream.destroyed) return;
    await new Promise<void>((resolve) => {
      const over = (): void => resolve();
      stream.once('close', over);
      stream.write(data, () => {
        stream.removeListener('close', over);
        resolve();
      });
    });
  }
  if (!stream.destroyed) stream.end();
}
