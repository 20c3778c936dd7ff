import { randomUUID } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type Docker from 'dockerode';
import type { ExecOptions, ExecResult } from '#ports/machines.ts';
import { Demux } from './demux.ts';
import { exitCode } from './exit-code.ts';
import { cancelled, type Engine, noSignal, quickMs, tooSlow } from './engine.ts';
import { markVariable, signalExec } from './signal-exec.ts';
import { until, type Waiting } from './until.ts';

/** As a number, since an image from scratch has no list of users. */
const superuser = '0:0';
const defaultMaxBytes = 1024 * 1024;
/** What a shell reports of a command that was killed: the engine forgets the code when the machine goes down. */
const lostExit = 137;

/** Runs argv in a container and collects what it says. Past its deadline, or on abort, its whole session is killed. */
export async function runExec(
  engine: Engine,
  container: string,
  argv: readonly string[],
  options: ExecOptions,
  stdin: string | Uint8Array | undefined = options.stdin,
): Promise<ExecResult> {
  const what = `run ${argv[0] ?? 'nothing'}`;
  const mark = randomUUID();
  const limits = { signal: options.signal, withinMs: quickMs };
  const started = await engine.call(what, limits, async (docker, abortSignal) => {
    const exec = await docker.getContainer(container).exec({
      ...execBody(argv, options, mark, stdin !== undefined),
      abortSignal,
    });
    // Without the signal: once the process may run, giving up means to kill it, not to forget it.
    return { exec, stream: await exec.start({ hijack: true, stdin: true }) };
  });
  const deadline = AbortSignal.timeout(options.timeoutMs);
  const stop = AbortSignal.any([options.signal, deadline]);
  const demux = new Demux(options.maxBytes ?? defaultMaxBytes);
  try {
    const waiting = { what, withinMs: options.timeoutMs, signal: stop };
    const finished = new AbortController();
    if (stdin !== undefined) void closeAfterExit(engine, started, waiting, finished.signal);
    await drained(started.stream, demux, stdin, stop);
    finished.abort();
    const exit = (await exitCode(engine, started.exec, waiting)) ?? lostExit;
    return { exit, stdout: demux.stdout, stderr: demux.stderr };
  } catch (error) {
    started.stream.destroy();
    if (!stop.aborted) throw error;
    await killed(engine, started.exec, { container, mark });
    throw options.signal.aborted
      ? cancelled(what, options.signal.reason)
      : tooSlow(what, options.timeoutMs, error);
  }
}

/** The engine answers before the process is there: what comes into being only then is killed as well. */
async function killed(
  engine: Engine,
  exec: Docker.Exec,
  target: { readonly container: string; readonly mark: string },
): Promise<void> {
  const limits = { signal: noSignal, withinMs: quickMs };
  const what = `end a command in ${target.container}`;
  await until(
    async (signal) => {
      await signalExec(engine, target, 'kill');
      const { Running, ExitCode } = await engine.call(what, { ...limits, signal }, (_docker, abortSignal) =>
        exec.inspect({ abortSignal }),
      );
      return Running || ExitCode === null ? undefined : true;
    },
    { ...limits, what, everyMs: 50 },
  );
}

function execBody(
  argv: readonly string[],
  options: ExecOptions,
  mark: string,
  hasInput: boolean,
): Docker.ExecCreateOptions {
  return {
    Cmd: [...argv],
    User: options.user ?? superuser,
    Env: [
      `${markVariable}=${mark}`,
      ...Object.entries(options.env ?? {}).map(([name, value]) => `${name}=${value}`),
    ],
    ...(options.cwd === undefined ? {} : { WorkingDir: options.cwd }),
    AttachStdin: hasInput,
    AttachStdout: true,
    AttachStderr: true,
    Tty: false,
  };
}

/**
 * The engine keeps the connection open for input that nobody will read any more. A moment after the end of the process, when
 * all output has long been sent, it is closed from this side.
 */
async function closeAfterExit(
  engine: Engine,
  { exec, stream }: { readonly exec: Docker.Exec; readonly stream: Duplex },
  waiting: Omit<Waiting, 'everyMs'>,
  finished: AbortSignal,
): Promise<void> {
  const signal = AbortSignal.any([waiting.signal, finished]);
  try {
    await exitCode(engine, exec, { ...waiting, signal }, 250);
    await delay(500, undefined, { signal });
    stream.destroy();
  } catch (error) {
    // Whoever waits for the output sees a lost engine too, as the end of the stream.
    if (!signal.aborted) stream.destroy(error as Error);
  }
}

async function drained(
  stream: Duplex,
  demux: Demux,
  stdin: string | Uint8Array | undefined,
  stop: AbortSignal,
): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const give = (): void => reject(stop.reason);
    if (stop.aborted) give();
    stop.addEventListener('abort', give, { once: true });
    stream.on('data', (chunk: Buffer) => demux.add(chunk));
    // A program may end without reading all of its input: the broken pipe is no failure of the call.
    stream.on('error', () => stream.destroy());
    stream.once('close', () => {
      stop.removeEventListener('abort', give);
      resolve();
    });
    if (stdin !== undefined) stream.end(stdin);
  });
}
