import { machinesOf } from '#domain/lab/machines-of.ts';
import type { ClusterApi } from '#ports/cluster-api.ts';
import type { LabRecord } from '#ports/lab-store.ts';
import type { Machines } from '#ports/machines.ts';
import type { LoadedScenario } from '#ports/scenario-library.ts';

export interface SoundParts {
  readonly machines: Machines;
  readonly clusterApi: ClusterApi;
}

const withinMs = 1000;

/** Does a lab that was ready still run whole? It is asked just before a learner gets it; no answer in time is no. */
export async function isSound(
  { machines, clusterApi }: SoundParts,
  lab: LabRecord,
  { scenario: { environment } }: LoadedScenario,
): Promise<boolean> {
  const signal = AbortSignal.timeout(withinMs);
  const answers = async (): Promise<boolean> => {
    if (environment.kind !== 'cluster') return true;
    const asked = await clusterApi.request(lab.id, { method: 'GET', path: '/readyz' }, signal);
    return asked.kind === 'found' && asked.value.status === 200;
  };
  const runs = async (): Promise<boolean> => {
    const found = (await machines.seen(signal)).find((seen) => seen.lab === lab.id)?.machines ?? [];
    return machinesOf(environment).every((name) => found.some((one) => one.name === name && one.running));
  };
  const [machinesRun, apiAnswers] = await Promise.all([runs(), answers()]);
  return machinesRun && apiAnswers;
}
