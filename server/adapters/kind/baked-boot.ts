import { z } from 'zod';
import { type Engine, quickMs, slowMs } from '#adapters/docker/engine.ts';
import { withStep } from '#adapters/docker/with-step.ts';
import type { LabId } from '#contract/ids.ts';
import { Fault } from '#domain/fault.ts';
import type { Clock } from '#ports/clock.ts';
import type { Machines } from '#ports/machines.ts';
import type { ClusterRun, ClusterSpec } from '#ports/runtimes.ts';
import { openDoor } from './door.ts';
import { controlPlane, type Kubectl } from './kubectl.ts';
import { nodesReady } from './nodes-ready.ts';
import { nodeContainer } from './node-container.ts';

export interface BakedBootParts {
  readonly engine: Engine;
  readonly machines: Machines;
  readonly owner: string;
  readonly clock: Clock;
  readonly freePort: () => Promise<number>;
  /** The administrator's credentials, reachable from here. */
  readonly kubeconfig: (lab: LabId, signal: AbortSignal) => Promise<string>;
}

/** Marks an image whose control plane is initialised already. */
export const bakedImage = 'baked-node';
const imageLabel = 'cks-lab/image';

const stageMs = 120_000;

/** Whether clusters boot from this image by themselves, or are initialised by kind. */
export async function isBaked(engine: Engine, image: string, signal: AbortSignal): Promise<boolean> {
  const limits = { signal, withinMs: quickMs };
  const { Config } = await engine.call(`look at the image ${image}`, limits, (docker) =>
    docker.getImage(image).inspect(),
  );
  return Config.Labels?.[imageLabel] === bakedImage;
}

/** `worker`, `worker2`, …: as kind names them. */
const workerNames = (nodes: number): string[] =>
  Array.from({ length: nodes - 1 }, (_, index) => (index === 0 ? 'worker' : `worker${index + 1}`));

/** Starts the nodes; each gives itself its identity. Told in the same steps as what kind does. */
export async function bootBaked(
  parts: BakedBootParts,
  lab: LabId,
  spec: ClusterSpec,
  run: ClusterRun,
): Promise<void> {
  const { clock, machines } = parts;
  const on = { machines, lab, signal: run.signal };
  const workers = workerNames(spec.nodes);
  await withStep(run, clock, { id: 'nodes', title: 'Start the nodes' }, async (note) => {
    note('Preparing nodes');
    await startNodes(parts, lab, spec, workers, run.signal);
    const stages = [controlPlane, ...workers].map((machine) => awaitStage(on, machine, 'systemd'));
    await Promise.all([...stages, openDoor(parts, lab, spec, run.signal)]);
  });
  run.onReached?.('machines');
  await withStep(run, clock, { id: 'control-plane', title: 'Start the control plane' }, async () => {
    await Promise.all([awaitStage(on, controlPlane, 'open'), ...workers.map((worker) => admit(on, worker))]);
  });
  run.onReached?.('api');
  await withStep(run, clock, { id: 'cni', title: 'Connect the Pods' }, () =>
    nodesReady(parts, lab, (nodes) => nodes.length === spec.nodes, run.signal),
  );
  await withStep(run, clock, { id: 'dns', title: 'Wait for cluster DNS' }, () =>
    awaitStage(on, controlPlane, 'dns'),
  );
}

async function startNodes(
  { engine, owner, freePort }: BakedBootParts,
  lab: LabId,
  { image, door }: ClusterSpec,
  workers: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const needsDevices = await hasDevices(engine, signal);
  const port = door === undefined ? await freePort() : undefined;
  await Promise.all(
    [controlPlane, ...workers].map((machine) => {
      const node = {
        machine,
        image,
        workers: workers.length,
        needsDevices,
        port: machine === controlPlane ? port : undefined,
      };
      return engine.call(
        `start the node ${machine}`,
        { signal, withinMs: slowMs },
        async (docker, abortSignal) => {
          const container = await docker.createContainer({ ...nodeContainer(owner, lab, node), abortSignal });
          await container.start({ abortSignal });
        },
      );
    }),
  );
}

const EngineInfo = z.object({
  Driver: z.string(),
  DriverStatus: z.array(z.tuple([z.string(), z.string()])).nullish(),
});

/** As kind decides it: on these the kubelet asks for the device of its folder. */
async function hasDevices(engine: Engine, signal: AbortSignal): Promise<boolean> {
  const said: unknown = await engine.call('describe itself', { signal, withinMs: quickMs }, (docker) =>
    docker.info(),
  );
  const { Driver, DriverStatus } = EngineInfo.parse(said);
  const below = DriverStatus?.find(([name]) => name === 'Backing Filesystem')?.[1] ?? '';
  return ['btrfs', 'zfs', 'xfs'].some((name) => name === Driver || name === below);
}

export async function awaitStage(
  on: Kubectl,
  machine: string,
  stage: 'systemd' | 'identity' | 'open' | 'dns',
  withinMs = stageMs,
): Promise<void> {
  const argv = ['/usr/local/lib/cks-lab/await-stage', stage];
  await inNode(on, machine, argv, `come to the stage "${stage}"`, withinMs);
}

/** Gives a worker what it is known by: a kubeconfig that its control plane has signed. */
async function admit(on: Kubectl, worker: string): Promise<void> {
  await awaitStage(on, controlPlane, 'identity');
  const subject = ['--client-name', `system:node:${worker}`, '--org', 'system:nodes'];
  const sign = ['/usr/bin/kubeadm', 'kubeconfig', 'user', '--config', '/kind/kubeadm.conf', ...subject];
  const [content, authority] = await Promise.all([
    inNode(on, controlPlane, sign, `sign for ${worker}`),
    inNode(on, controlPlane, ['/bin/cat', '/etc/kubernetes/pki/ca.crt'], 'show its authority'),
  ]);
  const files = [
    // The last one is what the worker waits for.
    { path: '/etc/kubernetes/pki/ca.crt', content: authority, mode: '0644', uid: 0, gid: 0 },
    { path: '/etc/kubernetes/kubelet.conf', content, mode: '0600', uid: 0, gid: 0 },
  ];
  await on.machines.put(on.lab, worker, files, on.signal);
}

async function inNode(
  on: Kubectl,
  machine: string,
  argv: readonly string[],
  what: string,
  timeoutMs = stageMs,
): Promise<string> {
  const limits = { signal: on.signal, timeoutMs };
  const { exit, stdout, stderr } = await on.machines.exec(on.lab, machine, argv, limits);
  if (exit === 0) return stdout;
  throw new Fault('runtime.failed', `The node ${machine} did not ${what}.`, {
    remedy: 'Reset the lab. If it fails again, the last lines below say where.',
    tail: stderr.trim(),
  });
}
