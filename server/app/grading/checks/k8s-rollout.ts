import type { PodShape } from '../kube-shapes.ts';
import { refWords } from '#domain/grading/words.ts';
import { missing, seen, unknown } from '../check-module.ts';
import type { CheckModule } from '../check-module.ts';
import { findPods } from '../find-pods.ts';
import { isReady, read, WorkloadShape } from '../kube-shapes.ts';

interface Rollout {
  readonly workload: WorkloadShape;
  readonly pods: readonly PodShape[];
}

/** A Deployment, StatefulSet or DaemonSet whose newest template runs and is ready. */
export const k8sRollout: CheckModule<'k8s.rollout', Rollout> = {
  type: 'k8s.rollout',
  deadlineMs: () => 15_000,

  expected({ ref, minReady, maxRestarts }) {
    const restarts = maxRestarts === undefined ? '' : `, restarted at most ${maxRestarts} times`;
    return `${refWords(ref)} runs its newest template with at least ${minReady} ready Pod${minReady === 1 ? '' : 's'}${restarts}`;
  },

  async observe({ ref, maxRestarts }, { clusterApi, lab, signal }) {
    const probe = `the API server, asked for the state of ${refWords(ref)}`;
    const asked = await clusterApi.get(lab, ref, signal);
    if (asked.kind === 'unknown') return unknown(asked.reason, probe);
    if (asked.kind === 'absent') return missing(`there is no ${refWords(ref)}`, probe);
    const workload = read(WorkloadShape, asked.value);
    if (workload === undefined) return unknown(`${ref.kind} is no workload`, probe);
    const labels = workload.spec.selector?.matchLabels;
    if (maxRestarts === undefined || labels === undefined) return seen({ workload, pods: [] }, probe);
    const pods = await findPods(clusterApi, lab, { namespace: ref.namespace ?? 'default', labels }, signal);
    if (pods.kind !== 'found') return unknown(pods.kind === 'unknown' ? pods.reason : pods.found, probe);
    return seen({ workload, pods: pods.value }, probe);
  },

  judge({ minReady, maxRestarts }, { workload, pods }) {
    const { ready, updated, total, current } = counts(workload);
    const restarts = Math.max(0, ...pods.map(restartsOf));
    const calm = maxRestarts === undefined || (restarts <= maxRestarts && pods.every(isReady));
    const words = [`${ready} of ${total} Pods ready`, `${updated} from the newest template`];
    if (!current) words.push('the newest template has not been looked at yet');
    if (maxRestarts !== undefined) words.push(`at most ${restarts} restarts`);
    const done = current && updated >= minReady && ready >= minReady && updated >= total;
    return { ok: done && calm, found: words.join(', ') };
  },
};

const restartsOf = (pod: PodShape): number =>
  (pod.status.containerStatuses ?? []).reduce((sum, { restartCount }) => sum + restartCount, 0);

function counts({ metadata, status }: WorkloadShape) {
  const current = status.observedGeneration >= (metadata.generation ?? 0);
  if (status.desiredNumberScheduled === undefined) {
    const { readyReplicas: ready, updatedReplicas: updated, replicas: total } = status;
    return { ready, updated, total, current };
  }
  const { numberReady: ready, updatedNumberScheduled: updated, desiredNumberScheduled: total } = status;
  return { ready: ready >= total ? ready : Math.min(ready, total - 1), updated, total, current };
}
