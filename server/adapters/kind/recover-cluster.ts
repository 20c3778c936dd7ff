import { findMachine } from '#adapters/docker/docker-machines.ts';
import { type Engine, quickMs } from '#adapters/docker/engine.ts';
import { nodesThatWereReady, startWhatRan } from '#adapters/docker/what-ran.ts';
import { until } from '#adapters/docker/until.ts';
import { withStep } from '#adapters/docker/with-step.ts';
import { ApiServer, isReply } from '#adapters/kubernetes/api-server.ts';
import type { LabId } from '#contract/ids.ts';
import { Fault } from '#domain/fault.ts';
import type { Clock } from '#ports/clock.ts';
import type { MachineName, Machines } from '#ports/machines.ts';
import type { Run } from '#ports/run.ts';
import { isFresh, Nodes, Pods, standing } from './fresh.ts';
import { controlPlane } from './kubectl.ts';

export interface RecoverParts {
  readonly engine: Engine;
  readonly machines: Machines;
  readonly owner: string;
  readonly clock: Clock;
  /** The administrator's credentials, reachable from here. */
  readonly kubeconfig: (lab: LabId, signal: AbortSignal) => Promise<string>;
}

const stageMs = 120_000;
/** So long Pods may take that were Ready before. */
const podsMs = 90_000;
/** So long cluster DNS may take after its Pods: a learner may have cut it off. */
const dnsMs = 30_000;
const askMs = 5_000;
const everyMs = 200;
const namedPods = 5;

/** Waits until a cluster whose nodes were started again is what it was; told in the same steps as a start. */
export async function recoverCluster(
  parts: RecoverParts,
  lab: LabId,
  nodes: readonly MachineName[],
  run: Run,
): Promise<void> {
  const { clock, machines } = parts;
  const { signal } = run;
  const api = new ApiServer((stop) => parts.kubeconfig(lab, stop));
  try {
    const began = await nodeStart(parts, lab, signal);
    const ready = (await nodesThatWereReady(machines, lab, controlPlane, signal))?.length ?? nodes.length;
    await withStep(run, clock, { id: 'control-plane', title: 'Start the control plane' }, async (note) => {
      // A learner may have broken it, and may want to repair it.
      if (ready === 0) note('it did not answer before either');
      else await apiAnswers(api, signal);
      await wakeServices(machines, lab, nodes, signal, note);
    });
    if (ready === 0) return;
    await withStep(run, clock, { id: 'cni', title: 'Connect the Pods' }, async (note) => {
      await nodesReady(api, ready, began, signal);
      await podsBack(api, began, signal, note);
    });
    await withStep(run, clock, { id: 'dns', title: 'Wait for cluster DNS' }, (note) =>
      dnsAnswers(machines, lab, signal, note),
    );
  } finally {
    api.close();
  }
}

/** By the clock of the nodes, which need not be the platform's. In whole seconds, as the cluster writes times. */
async function nodeStart({ engine, owner }: RecoverParts, lab: LabId, signal: AbortSignal): Promise<number> {
  const id = await findMachine(engine, owner, lab, controlPlane, signal);
  const { State } = await engine.call(
    'look at a node',
    { signal, withinMs: quickMs },
    (docker, abortSignal) => docker.getContainer(id).inspect({ abortSignal }),
  );
  return Math.floor(Date.parse(State.StartedAt) / 1000) * 1000;
}

async function apiAnswers(api: ApiServer, signal: AbortSignal): Promise<void> {
  await until(
    async (stop) => {
      const reply = await api.call({ method: 'GET', path: '/readyz' }, { signal: stop, withinMs: askMs });
      return (isReply(reply) && reply.status === 200) || undefined;
    },
    { what: 'hear the API server', withinMs: stageMs, everyMs, signal },
  );
}

/** What ran on the nodes, which starts at a boot only where it is to: sshd, for example. */
async function wakeServices(
  machines: Machines,
  lab: LabId,
  nodes: readonly MachineName[],
  signal: AbortSignal,
  note: (text: string) => void,
): Promise<void> {
  await Promise.all(
    nodes.map(async (node) => {
      for (const lost of await startWhatRan(machines, lab, node, signal))
        note(`not back on ${node}: ${lost}`);
    }),
  );
}

async function nodesReady(api: ApiServer, count: number, began: number, signal: AbortSignal): Promise<void> {
  await until(
    async (stop) => {
      const reply = await api.call(
        { method: 'GET', path: '/api/v1/nodes' },
        { signal: stop, withinMs: askMs },
      );
      const items = isReply(reply) ? Nodes.safeParse(reply.body).data?.items : undefined;
      // What a node said before it was stopped stands there until it speaks again.
      return (items ?? []).filter((node) => isFresh(node, began)).length >= count || undefined;
    },
    { what: 'make every node Ready', withinMs: stageMs, everyMs, signal },
  );
}

async function podsBack(
  api: ApiServer,
  began: number,
  signal: AbortSignal,
  note: (text: string) => void,
): Promise<void> {
  let away: string[] = [];
  try {
    await until(
      async (stop) => {
        const reply = await api.call(
          { method: 'GET', path: '/api/v1/pods' },
          { signal: stop, withinMs: askMs },
        );
        const items = isReply(reply) ? Pods.safeParse(reply.body).data?.items : undefined;
        if (items === undefined) return undefined;
        away = items
          .filter((pod) => standing(pod, began) === 'away')
          .map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
        return away.length === 0 || undefined;
      },
      { what: 'bring back the Pods', withinMs: podsMs, everyMs, signal },
    );
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'deadline.passed') throw error;
    note(`not Ready yet: ${away.slice(0, namedPods).join(', ')}${away.length > namedPods ? ', …' : ''}`);
  }
}

/** Asked at its Service's address by the node. Where the image has no question to ask, DNS is only known by its Pods. */
async function dnsAnswers(
  machines: Machines,
  lab: LabId,
  signal: AbortSignal,
  note: (text: string) => void,
): Promise<void> {
  const limits = { signal, timeoutMs: dnsMs };
  try {
    await machines.exec(lab, controlPlane, ['/usr/local/lib/cks-lab/await-stage', 'dns'], limits);
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'deadline.passed') throw error;
    note('it does not answer yet');
  }
}
