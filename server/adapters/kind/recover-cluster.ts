import { findMachine } from '#adapters/docker/docker-machines.ts';
import { type Engine, quickMs } from '#adapters/docker/engine.ts';
import { forgetWhatRan, nodesThatWereReady, startWhatRan } from '#adapters/docker/what-ran.ts';
import { until } from '#adapters/docker/until.ts';
import { withStep } from '#adapters/docker/with-step.ts';
import { ApiServer, isReply } from '#adapters/kubernetes/api-server.ts';
import type { LabId } from '#contract/ids.ts';
import { Fault, type FaultCode } from '#domain/fault.ts';
import type { Clock } from '#ports/clock.ts';
import type { MachineName, Machines } from '#ports/machines.ts';
import type { Run } from '#ports/run.ts';
import { dnsAnswers } from './cluster-dns.ts';
import { Pods, standing } from './fresh.ts';
import { controlPlane } from './kubectl.ts';
import { nodesReady, saidSince } from './nodes-ready.ts';

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
const bearable: ReadonlySet<FaultCode> = new Set<FaultCode>(['deadline.passed', 'runtime.failed']);

/**
 * Waits until a cluster whose nodes were started again is what it was; told in the same steps as a start. Where nobody could note how it
 * was, because it ended without warning, what does not come back is said and holds nothing up: its learner may have broken it.
 */
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
    const noted = await nodesThatWereReady(machines, lab, controlPlane, signal);
    const wait = noted === undefined ? patiently : firmly;
    const ready = noted?.length ?? nodes.length;
    const first = { id: 'control-plane', title: 'Start the control plane' };
    const answers = await withStep(run, clock, first, async (note) => {
      // A learner may have broken it, and may want to repair it.
      if (ready === 0) note('it did not answer before either');
      const isUp = ready > 0 && (await wait(apiAnswers(api, signal), 'it does not answer', note));
      await Promise.all(
        nodes.map(async (node) => {
          const lost = await startWhatRan(machines, lab, node, began, signal);
          for (const name of lost) note(`not back on ${node}: ${name}`);
        }),
      );
      return isUp;
    });
    if (answers) await connected(parts, { lab, api, began, ready, wait, run });
    await Promise.all(nodes.map((node) => forgetWhatRan(machines, lab, node, signal)));
  } finally {
    api.close();
  }
}

interface Answering {
  readonly lab: LabId;
  readonly api: ApiServer;
  readonly began: number;
  readonly ready: number;
  readonly wait: typeof patiently;
  readonly run: Run;
}

/** The second half, of a cluster whose API server answers. */
async function connected(
  parts: RecoverParts,
  { lab, api, began, ready, wait, run }: Answering,
): Promise<void> {
  const { clock, machines } = parts;
  await withStep(run, clock, { id: 'cni', title: 'Connect the Pods' }, async (note) => {
    const back = nodesReady(parts, lab, (said) => saidSince(said, began) >= ready, run.signal);
    await wait(back, 'not every node is Ready', note);
    await podsBack(api, began, run.signal, note);
  });
  await withStep(run, clock, { id: 'dns', title: 'Wait for cluster DNS' }, async (note) => {
    const on = { machines, lab, signal: run.signal };
    await patiently(dnsAnswers(parts, on, dnsMs), 'it does not answer yet', note);
  });
}

/** What takes too long is a failure. */
async function firmly(work: Promise<unknown>): Promise<boolean> {
  await work;
  return true;
}

/** What takes too long, or cannot be done in this cluster, is said and is no failure. Resolves with whether it is done. */
async function patiently(
  work: Promise<unknown>,
  otherwise: string,
  note: (text: string) => void,
): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    if (!(error instanceof Fault) || !bearable.has(error.code)) throw error;
    note(otherwise);
    return false;
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

async function podsBack(
  api: ApiServer,
  began: number,
  signal: AbortSignal,
  note: (text: string) => void,
): Promise<void> {
  let away: string[] = [];
  const back = until(
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
  await patiently(back, '', () =>
    note(`not Ready yet: ${away.slice(0, namedPods).join(', ')}${away.length > namedPods ? ', …' : ''}`),
  );
}
