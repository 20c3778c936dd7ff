import type { CheckOf, CheckType, LeafCheck } from '#contract/scenario/checks.ts';
import type { PodRef } from '#contract/scenario/parts.ts';
import type { Scene } from './check-module.ts';
import { findPods } from './find-pods.ts';
import { cannotTell, found } from './found.ts';
import type { Found } from './found.ts';
import { isReady } from './kube-shapes.ts';

/** A check that names more Pods by their labels is about something else than one. */
const most = 16;

/**
 * The check once for each ready Pod that it names by labels, as where a probe starts, as what it calls, or as where a command runs. A Pod
 * that somebody added with the same labels cannot stand for those that were there. Where a single Pod or none fits, the check itself.
 */
export async function forEachPod<T extends CheckType>(
  check: CheckOf<T>,
  scene: Scene,
): Promise<Found<CheckOf<T>[]>> {
  let all: LeafCheck[] = [check];
  for (const place of places) {
    const ref = place.of(check);
    if (ref === undefined || ref.name !== undefined) continue;
    const names = await readyNames(ref, scene);
    if (names.kind !== 'found') return names;
    if (names.value.length < 2) continue;
    all = all.flatMap((one) => names.value.map((name) => place.with(one, { ...ref, name })));
    if (all.length > most) return cannotTell(`there are more than ${most} Pods to look at`);
  }
  // Only names were filled in: the type of the check is the same.
  return found(all as CheckOf<T>[]);
}

interface PodPlace {
  readonly of: (check: LeafCheck) => PodRef | undefined;
  readonly with: (check: LeafCheck, pod: PodRef) => LeafCheck;
}

const places: readonly PodPlace[] = [
  {
    of: (check) => ('from' in check && 'pod' in check.from ? check.from.pod : undefined),
    with: (check, pod) => ('from' in check ? { ...check, from: { pod } } : check),
  },
  {
    of: (check) => ('to' in check ? check.to?.pod : undefined),
    with: (check, pod) =>
      'to' in check && check.to !== undefined ? { ...check, to: { ...check.to, pod } } : check,
  },
  {
    of: (check) => (check.type === 'exec' && 'pod' in check.in ? check.in.pod : undefined),
    with: (check, pod) => (check.type === 'exec' ? { ...check, in: { pod } } : check),
  },
];

async function readyNames(ref: PodRef, { clusterApi, lab, signal }: Scene): Promise<Found<string[]>> {
  const pods = await findPods(clusterApi, lab, ref, signal);
  return pods.kind === 'found'
    ? found(pods.value.filter(isReady).map(({ metadata }) => metadata.name))
    : pods;
}
