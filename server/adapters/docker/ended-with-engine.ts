import type { EndedMachines } from '#ports/machines.ts';
import { type Engine, quickMs, refusalStatus } from './engine.ts';
import { having, seenMachine } from './labels.ts';

/** The engine makes this network anew each time it begins, after it has looked through its containers and before it starts any. */
const ownNetwork = 'bridge';

/**
 * The machines that ended before their engine began. It does not say when that was; its own network does. What ran without an engine,
 * because that was killed, it ends as it begins. An engine without that network leaves the question open.
 */
export async function endedWithEngine(
  engine: Engine,
  labels: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<EndedMachines | undefined> {
  const began = await engineStart(engine, signal);
  if (began === undefined) return undefined;
  const filters = { ...having(labels), status: ['exited'] };
  const ended = await engine.call(
    'look when machines ended',
    { signal, withinMs: quickMs },
    async (docker, abortSignal) => {
      const stopped = await docker.listContainers({ all: true, filters, abortSignal });
      return Promise.all(
        stopped.map(async (container) => {
          const { State } = await docker.getContainer(container.Id).inspect({ abortSignal });
          return { ...seenMachine(container), at: Date.parse(State.FinishedAt) };
        }),
      );
    },
  );
  const found = ended.filter(({ role, at }) => role !== 'observer' && at < began);
  if (found.length === 0) return undefined;
  return { names: found.map(({ name }) => name), at: Math.min(...found.map(({ at }) => at)) };
}

async function engineStart(engine: Engine, signal: AbortSignal): Promise<number | undefined> {
  const limits = { signal, withinMs: quickMs };
  try {
    const found = await engine.call('look at its own network', limits, (docker) =>
      docker.getNetwork(ownNetwork).inspect(),
    );
    return Date.parse(found.Created);
  } catch (error) {
    if (refusalStatus(error) === 404) return undefined;
    throw error;
  }
}
