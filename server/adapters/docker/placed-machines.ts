import type { SeenMachine } from '#ports/machines.ts';
import { type Engine, quickMs } from './engine.ts';
import { having, seenMachine } from './labels.ts';

export interface PlacedMachine extends SeenMachine {
  /** In the network of its lab; empty while it does not run. */
  readonly address: string;
}

/** The machines that carry the labels, with where they are as the engine knows it: a node has more addresses than this one. */
export async function placedMachines(
  engine: Engine,
  labels: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<PlacedMachine[]> {
  const limits = { signal, withinMs: quickMs };
  const found = await engine.call('look where machines are', limits, (docker, abortSignal) =>
    docker.listContainers({ filters: having(labels), abortSignal }),
  );
  return found.map((container) => {
    const [network] = Object.values(container.NetworkSettings.Networks);
    return { ...seenMachine(container), address: network?.IPAddress ?? '' };
  });
}
