import type { Engine } from '#adapters/docker/engine.ts';
import { withStep } from '#adapters/docker/with-step.ts';
import type { LabId } from '#contract/ids.ts';
import type { Clock } from '#ports/clock.ts';
import type { Machines } from '#ports/machines.ts';
import type { Run } from '#ports/run.ts';
import { dnsAnswers } from './cluster-dns.ts';
import { type Admission, nodesReady, saidSince } from './nodes-ready.ts';

export interface SettleParts extends Admission {
  readonly engine: Engine;
  readonly machines: Machines;
  readonly owner: string;
  readonly clock: Clock;
}

/** Waits for what `create` waits for. What etcd says of the nodes may be from before: only what they say anew counts. */
export async function settleCluster(parts: SettleParts, lab: LabId, since: number, run: Run): Promise<void> {
  const { machines, clock } = parts;
  const { signal } = run;
  await withStep(run, clock, { id: 'cni', title: 'Connect the Pods' }, () =>
    nodesReady(parts, lab, (ready, all) => all > 0 && saidSince(ready, since) === all, signal),
  );
  await withStep(run, clock, { id: 'dns', title: 'Wait for cluster DNS' }, () =>
    dnsAnswers(parts, { machines, lab, signal }),
  );
}
