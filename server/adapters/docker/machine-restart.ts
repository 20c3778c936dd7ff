import type Docker from 'dockerode';
import { type Engine, quickMs, refusalStatus, slowMs } from './engine.ts';
import { until } from './until.ts';

const notModified = 304;
const conflict = 409;
const endMs = 30_000;

/** Stops everything in a machine where it is, so that its files can be changed in peace. */
export async function freeze(engine: Engine, container: string, signal: AbortSignal): Promise<void> {
  await tolerating([conflict], () =>
    engine.call('freeze a machine', { signal, withinMs: quickMs }, (docker, abortSignal) =>
      docker.getContainer(container).pause({ abortSignal }),
    ),
  );
}

/**
 * Boots a machine anew, frozen or not, as after a loss of power: nothing that ran in it has a last word. It keeps its address when
 * no other machine of its network starts meanwhile.
 */
export async function reboot(engine: Engine, container: string, signal: AbortSignal): Promise<void> {
  const before = await state(engine, container, signal);
  // Of a frozen machine the engine lets go once the signal is there, so that everything dies before it does anything.
  await tolerating([conflict], () =>
    engine.call('end a machine', { signal, withinMs: endMs }, (docker, abortSignal) =>
      docker.getContainer(container).kill({ signal: 'SIGKILL', abortSignal }),
    ),
  );
  await until(
    async (stop) => {
      const now = await state(engine, container, stop);
      return !now.Running || now.StartedAt !== before.StartedAt || undefined;
    },
    { what: 'end a machine', withinMs: endMs, everyMs: 20, signal },
  );
  await start(engine, container, signal);
}

export async function start(engine: Engine, container: string, signal: AbortSignal): Promise<void> {
  await tolerating([notModified], () =>
    engine.call('start a machine', { signal, withinMs: slowMs }, (docker, abortSignal) =>
      docker.getContainer(container).start({ abortSignal }),
    ),
  );
}

/** Ends a container of the platform's own and begins it again, in the namespaces of a machine that has booted. */
export async function restart(engine: Engine, container: string, signal: AbortSignal): Promise<void> {
  await engine.call('restart an observer', { signal, withinMs: slowMs }, (docker, abortSignal) =>
    docker.getContainer(container).restart({ t: 0, abortSignal }),
  );
}

export async function isRunning(engine: Engine, container: string, signal: AbortSignal): Promise<boolean> {
  return (await state(engine, container, signal)).Running;
}

/** Takes `freeze` back. A machine that has ended meanwhile is as good. */
export async function thaw(engine: Engine, container: string, signal: AbortSignal): Promise<void> {
  await tolerating([conflict], () =>
    engine.call('let go of a machine', { signal, withinMs: quickMs }, (docker, abortSignal) =>
      docker.getContainer(container).unpause({ abortSignal }),
    ),
  );
}

/** When a machine ended last, in milliseconds since the epoch. */
export async function lastEnd(engine: Engine, container: string, signal: AbortSignal): Promise<number> {
  const ended = Date.parse((await state(engine, container, signal)).FinishedAt);
  // What never ended, or ended without the engine's knowledge, stands there as the year 1.
  return Math.max(ended, 0);
}

async function state(
  engine: Engine,
  container: string,
  signal: AbortSignal,
): Promise<Docker.ContainerInspectInfo['State']> {
  const { State } = await engine.call(
    'look at a machine',
    { signal, withinMs: quickMs },
    (docker, abortSignal) => docker.getContainer(container).inspect({ abortSignal }),
  );
  return State;
}

async function tolerating(statuses: readonly number[], work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!statuses.includes(refusalStatus(error) ?? 0)) throw error;
  }
}
