import { findMachine } from '#adapters/docker/docker-machines.ts';
import { type Engine, quickMs } from '#adapters/docker/engine.ts';
import { withStep } from '#adapters/docker/with-step.ts';
import type { LabId } from '#contract/ids.ts';
import type { Clock } from '#ports/clock.ts';
import type { Machines } from '#ports/machines.ts';
import type { Run } from '#ports/run.ts';
import { awaitStage, isBaked } from './baked-boot.ts';
import { controlPlane, kubectl } from './kubectl.ts';
import { type Admission, nodesReady } from './nodes-ready.ts';

export interface SettleParts extends Admission {
  readonly engine: Engine;
  readonly machines: Machines;
  readonly owner: string;
  readonly clock: Clock;
}

const rolloutMs = 120_000;

/** Waits for what `create` waits for. What etcd says of the nodes may be from before: only what they say anew counts. */
export async function settleCluster(parts: SettleParts, lab: LabId, since: number, run: Run): Promise<void> {
  const { engine, machines, owner, clock } = parts;
  const on = { machines, lab, signal: run.signal };
  const second = Math.floor(since / 1000) * 1000;
  await withStep(run, clock, { id: 'cni', title: 'Connect the Pods' }, () =>
    nodesReady(
      parts,
      lab,
      (ready, all) => all > 0 && ready.filter(({ saidAt }) => saidAt >= second).length === all,
      run.signal,
    ),
  );
  await withStep(run, clock, { id: 'dns', title: 'Wait for cluster DNS' }, async () => {
    const container = await findMachine(engine, owner, lab, controlPlane, run.signal);
    const { Image } = await engine.call(
      'look at a node',
      { signal: run.signal, withinMs: quickMs },
      (docker) => docker.getContainer(container).inspect(),
    );
    if (await isBaked(engine, Image, run.signal)) return awaitStage(on, controlPlane, 'dns');
    const args = ['rollout', 'status', 'deployment/coredns', '--namespace=kube-system'];
    await kubectl(on, args, { timeoutMs: rolloutMs });
  });
}
