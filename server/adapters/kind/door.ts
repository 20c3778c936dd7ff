import type Docker from 'dockerode';
import { type Engine, quickMs, slowMs } from '#adapters/docker/engine.ts';
import { having, labLabels, machineLabel, machineLabels } from '#adapters/docker/labels.ts';
import type { LabId } from '#contract/ids.ts';
import type { ClusterSpec } from '#ports/runtimes.ts';
import { asFault, Fault } from '#domain/fault.ts';
import { controlPlane } from './kubectl.ts';
import { apiPort } from './node-container.ts';

export interface DoorParts {
  readonly engine: Engine;
  readonly owner: string;
  readonly freePort: () => Promise<number>;
}

/** The name of the door among the machines of its lab. */
export const doorMachine = 'door';
const tries = 5;
const mebibyte = 1024 * 1024;

/**
 * Opens a way from this machine to the API server of a lab whose network is sealed: a container that passes connections on, from a
 * port of the loopback interface into the lab and never the other way. Nobody in the lab can enter it, and it routes no packets.
 *
 * To be called when the nodes of the cluster are there: machines that were stopped are started in the order of their addresses, and the
 * door after them, so that each gets its own again.
 * @throws Fault `runtime.failed` when every port that was tried is taken.
 */
export async function openDoor(
  parts: DoorParts,
  lab: LabId,
  { door: image }: ClusterSpec,
  signal: AbortSignal,
): Promise<void> {
  if (image === undefined) return;
  for (let nth = 1; ; nth += 1) {
    const port = await parts.freePort();
    try {
      return await start(parts, lab, doorContainer(parts.owner, lab, image, port), signal);
    } catch (error) {
      if (!isPortTaken(error)) throw error;
      if (nth === tries) throw allTaken(port, error);
    }
  }
}

async function start(
  { engine }: DoorParts,
  lab: LabId,
  options: Docker.ContainerCreateOptions,
  signal: AbortSignal,
): Promise<void> {
  const limits = { signal, withinMs: slowMs };
  await engine.call('open the door of the cluster', limits, async (docker, abortSignal) => {
    const container = await docker.createContainer({ ...options, abortSignal });
    try {
      await docker.getNetwork(lab).connect({ Container: container.id });
      await container.start({ abortSignal });
    } catch (error) {
      await container.remove({ force: true, v: true });
      throw error;
    }
  });
}

export function doorContainer(
  owner: string,
  lab: LabId,
  image: string,
  port: number,
): Docker.ContainerCreateOptions {
  return {
    name: `${lab}-${doorMachine}`,
    Hostname: doorMachine,
    Image: image,
    Cmd: ['door', apiPort.replace('/tcp', ''), `${controlPlane}:${apiPort.replace('/tcp', '')}`],
    User: '65534:65534',
    Labels: machineLabels(owner, lab, doorMachine, 'observer'),
    ExposedPorts: { [apiPort]: {} },
    HostConfig: {
      // The engine's own network: one more for each lab would soon use up its addresses.
      NetworkMode: 'bridge',
      PortBindings: { [apiPort]: [{ HostIp: '127.0.0.1', HostPort: String(port) }] },
      // A learner who sends packets to it as to a gateway gets nowhere.
      Sysctls: { 'net.ipv4.ip_forward': '0' },
      ReadonlyRootfs: true,
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
      RestartPolicy: { Name: 'always' },
      Memory: 64 * mebibyte,
      MemorySwap: 64 * mebibyte,
      PidsLimit: 64,
    },
  };
}

/** The address of a lab's API server for programs of this machine: its door, or the port of its own that a node publishes. */
export async function publishedApi(
  { engine, owner }: Pick<DoorParts, 'engine' | 'owner'>,
  lab: LabId,
  signal: AbortSignal,
): Promise<string> {
  const filters = having(labLabels(owner, lab));
  const port = await engine.call(
    'look at a node',
    { signal, withinMs: quickMs },
    async (docker, abortSignal) => {
      const all = await docker.listContainers({ all: true, filters, abortSignal });
      const named = (name: string) => all.find(({ Labels }) => Labels[machineLabel] === name);
      const found = named(doorMachine) ?? named(controlPlane);
      if (found === undefined) return undefined;
      const { NetworkSettings } = await docker.getContainer(found.Id).inspect({ abortSignal });
      return NetworkSettings.Ports[apiPort]?.[0];
    },
  );
  if (port !== undefined) return `https://${port.HostIp}:${port.HostPort}`;
  throw new Fault('runtime.failed', 'The API server of the cluster can no longer be reached.', {
    remedy: 'Its node may have stopped. Reset the lab: its cluster is then made anew.',
  });
}

/** Another program was faster between the choice of the port and its use. The engine has no code for it, only words. */
const isPortTaken = (error: unknown): boolean =>
  /already (allocated|in use)|ports are not available/i.test(asFault(error).message);

const allTaken = (port: number, cause: unknown): Fault =>
  new Fault('runtime.failed', `No port was free for the API server of the cluster, at last not ${port}.`, {
    remedy: 'See with "ss -tln" what takes the ports of this machine, then reset the lab.',
    cause,
  });
