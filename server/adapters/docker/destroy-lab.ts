import type Docker from 'dockerode';
import { type Engine, refusalStatus, slowMs } from './engine.ts';
import { having } from './labels.ts';
import { until } from './until.ts';

const withinMs = 120_000;

interface Found {
  readonly containers: readonly string[];
  /** Volumes without a name that these containers have, and nobody else. */
  readonly mounted: readonly string[];
  readonly volumes: readonly string[];
  readonly networks: readonly string[];
}

/**
 * Removes what carries the labels until the engine shows nothing more of it. Again and again, because a client that was
 * stopped in the middle may have one request under way, whose container shows up later.
 */
export async function destroyLab(
  engine: Engine,
  labels: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<void> {
  const mounted = new Set<string>();
  await until(
    async (stop) => {
      const found = await find(engine, labels, stop);
      if (isNothing(found) && mounted.size === 0) return true;
      await Promise.all(found.containers.map((id) => removeContainer(engine, id, stop)));
      // Those without a label of ours are told by their containers alone, so they are remembered until they are gone as well.
      for (const name of found.mounted) mounted.add(name);
      await Promise.all(found.volumes.map((name) => removeVolume(engine, name, stop)));
      await Promise.all(
        [...mounted].map(async (name) => {
          if (await removeVolume(engine, name, stop)) mounted.delete(name);
        }),
      );
      await Promise.all(found.networks.map((id) => removeNetwork(engine, id, stop)));
      return (mounted.size === 0 && isNothing(await find(engine, labels, stop))) || undefined;
    },
    { what: 'remove a lab', withinMs, everyMs: 250, signal },
  );
}

const isNothing = (found: Found): boolean => Object.values(found).every((ids) => ids.length === 0);

async function find(
  engine: Engine,
  labels: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Found> {
  const filters = having(labels);
  return engine.call('list what a lab is made of', { signal, withinMs }, async (docker, abortSignal) => {
    const [containers, volumes, networks] = await Promise.all([
      docker.listContainers({ all: true, filters, abortSignal }),
      docker.listVolumes({ filters, abortSignal }),
      docker.listNetworks({ filters, abortSignal }),
    ]);
    return {
      containers: containers.map((container) => container.Id),
      mounted: containers.flatMap(({ Mounts }) => Mounts.flatMap(anonymous)),
      volumes: volumes.Volumes.map((volume) => volume.Name),
      networks: networks.map((network) => network.Id),
    };
  });
}

/**
 * The engine removes such a volume with its container, but only logs it when that fails: under load a volume may still be unmounted
 * at that moment, and nothing leads to it afterwards.
 */
const anonymous = ({ Type, Name }: Docker.ContainerInfo['Mounts'][number]): string[] =>
  Type === 'volume' && Name !== undefined && /^[0-9a-f]{64}$/.test(Name) ? [Name] : [];

const removeContainer = (engine: Engine, id: string, signal: AbortSignal): Promise<boolean> =>
  remove(engine, 'remove a container', signal, (docker) =>
    docker.getContainer(id).remove({ force: true, v: true }),
  );

const removeVolume = (engine: Engine, name: string, signal: AbortSignal): Promise<boolean> =>
  remove(engine, 'remove a volume', signal, (docker) => docker.getVolume(name).remove());

const removeNetwork = (engine: Engine, id: string, signal: AbortSignal): Promise<boolean> =>
  remove(engine, 'remove a network', signal, (docker) => docker.getNetwork(id).remove());

/** Gone already, being removed, or still in use by something that goes next: the next round looks again. */
const passing: readonly (number | undefined)[] = [403, 404, 409];

/** False: it is still there. */
async function remove(
  engine: Engine,
  what: string,
  signal: AbortSignal,
  run: (docker: Docker) => Promise<unknown>,
): Promise<boolean> {
  try {
    await engine.call(what, { signal, withinMs: slowMs }, run);
    return true;
  } catch (error) {
    const status = refusalStatus(error);
    if (!passing.includes(status)) throw error;
    return status === 404;
  }
}
