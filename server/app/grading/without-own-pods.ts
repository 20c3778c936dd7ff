import type { ClusterApi, KubeObject } from '#ports/cluster-api.ts';

/**
 * The API of a cluster without the Pods that this grading made itself: no check judges the grader. Which they are the grader
 * knows; a label or a name could be given to any other Pod, to hide it.
 */
export function withoutOwnPods(api: ClusterApi, isOwn: (object: KubeObject) => boolean): ClusterApi {
  const list: ClusterApi['list'] = async (lab, ref, signal) => {
    const asked = await api.list(lab, ref, signal);
    if (asked.kind !== 'found' || ref.kind !== 'Pod') return asked;
    return { kind: 'found', value: asked.value.filter((object) => !isOwn(object)) };
  };
  const get: ClusterApi['get'] = async (lab, ref, signal) => {
    const asked = await api.get(lab, ref, signal);
    if (asked.kind !== 'found' || ref.kind !== 'Pod' || !isOwn(asked.value)) return asked;
    // Without a name the newest is meant, and the newest was ours.
    if (ref.name !== undefined) return { kind: 'absent' };
    const others = await list(lab, ref, signal);
    if (others.kind !== 'found') return others;
    const [value] = others.value.toSorted((a, b) => (createdAt(a) < createdAt(b) ? 1 : -1));
    return value === undefined ? { kind: 'absent' } : { kind: 'found', value };
  };
  // Everything else stays as it is, whatever the port grows.
  return Object.assign(Object.create(api) as ClusterApi, { list, get });
}

function createdAt(object: KubeObject): string {
  const { creationTimestamp = '' } = (object['metadata'] ?? {}) as { creationTimestamp?: string };
  return creationTimestamp;
}
