import type Docker from 'dockerode';
import { type Engine, quickMs } from './engine.ts';
import { until, type Waiting } from './until.ts';

/** Waits for the end of the process: its streams may close before, since a process can close them itself. */
export async function exitCode(
  engine: Engine,
  exec: Docker.Exec,
  waiting: Omit<Waiting, 'everyMs'>,
  everyMs = 20,
): Promise<number | null> {
  const ended = await until(
    async (signal) => {
      const limits = { signal, withinMs: quickMs };
      const state = await engine.call(waiting.what, limits, (_docker, abortSignal) =>
        exec.inspect({ abortSignal }),
      );
      return state.Running ? undefined : { code: state.ExitCode };
    },
    { ...waiting, everyMs },
  );
  return ended.code;
}
