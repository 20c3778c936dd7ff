import type { LabId } from '#contract/ids.ts';
import type { PodRef } from '#contract/scenario/parts.ts';
import { podWords } from '#domain/grading/words.ts';
import type { ClusterApi } from '#ports/cluster-api.ts';
import { cannotTell, found, notThere } from './found.ts';
import type { Found } from './found.ts';
import { isReady, PodShape, read } from './kube-shapes.ts';

/** Every Pod that a check means, by name. */
export async function findPods(
  api: ClusterApi,
  lab: LabId,
  ref: PodRef,
  signal: AbortSignal,
): Promise<Found<PodShape[]>> {
  const asked = await api.list(
    lab,
    {
      apiVersion: 'v1',
      kind: 'Pod',
      namespace: ref.namespace,
      ...(ref.labels !== undefined && { labels: ref.labels }),
    },
    signal,
  );
  if (asked.kind === 'unknown') return cannotTell(asked.reason);
  if (asked.kind === 'absent') return found([]);
  const pods = asked.value.map((object) => read(PodShape, object));
  if (pods.includes(undefined)) return cannotTell('the API server gave a Pod in a shape that is not known');
  const wanted = pods
    .filter((pod) => pod !== undefined)
    .filter(({ metadata }) => ref.name === undefined || metadata.name === ref.name);
  return found(wanted.sort((a, b) => a.metadata.name.localeCompare(b.metadata.name)));
}

/** The first Pod, by name, that is ready. */
export async function findReadyPod(
  api: ClusterApi,
  lab: LabId,
  ref: PodRef,
  signal: AbortSignal,
): Promise<Found<PodShape>> {
  const pods = await findPods(api, lab, ref, signal);
  if (pods.kind !== 'found') return pods;
  const ready = pods.value.find(isReady);
  if (ready !== undefined) return found(ready);
  const all = pods.value.length;
  return notThere(
    all === 0 ? `there are no ${podWords(ref)}` : `none of the ${all} ${podWords(ref)} is ready`,
  );
}
