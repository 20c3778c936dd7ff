import { z } from 'zod';
import type { LabId } from '#contract/ids.ts';
import type { ObjectRef } from '#contract/scenario/parts.ts';
import type { Clock } from '#ports/clock.ts';
import type { ClusterApi } from '#ports/cluster-api.ts';

/** What decides who reaches whom in a cluster; its network follows their changes a moment later. */
const kinds: readonly ObjectRef[] = [
  { apiVersion: 'v1', kind: 'Pod' },
  { apiVersion: 'v1', kind: 'Namespace' },
  { apiVersion: 'v1', kind: 'Service' },
  { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy' },
  { apiVersion: 'cilium.io/v2', kind: 'CiliumNetworkPolicy' },
  { apiVersion: 'cilium.io/v2', kind: 'CiliumClusterwideNetworkPolicy' },
];

const Dated = z.object({
  metadata: z.object({
    uid: z.string(),
    creationTimestamp: z.string(),
    deletionTimestamp: z.string().optional(),
    managedFields: z.array(z.object({ time: z.string().optional() })).default([]),
  }),
});
type Dated = z.infer<typeof Dated>;

interface Memory {
  readonly uids: ReadonlySet<string>;
  /** When something was found to be gone, in milliseconds since the epoch. */
  readonly goneAt: number;
}

/** The API server's times are whole seconds, rounded down. */
const roundedMs = 1000;
const labsKept = 100;

/**
 * Knows how long a cluster's network has been left alone, so that nobody waits for the effect of a change that was made long ago.
 * Objects say when they were changed; that one was removed is noticed when it is missing since the last question.
 */
export class NetworkCalm {
  private readonly clock: Clock;
  private readonly memories = new Map<LabId, Memory>();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /**
   * The moment of the latest change, in milliseconds since the epoch; now where it cannot be told, as for a lab that was never asked about.
   * Rejects only when the signal aborts.
   */
  async since(lab: LabId, api: ClusterApi, signal: AbortSignal): Promise<number> {
    const now = this.clock.now();
    const objects = await objectsOf(lab, api, signal);
    if (objects === undefined) {
      this.memories.delete(lab);
      return now;
    }
    const uids = new Set(objects.map(({ metadata }) => metadata.uid));
    const before = this.memories.get(lab);
    const isSame = before !== undefined && [...before.uids].every((uid) => uids.has(uid));
    const goneAt = isSame ? before.goneAt : now;
    this.remember(lab, { uids, goneAt });
    return Math.min(now, Math.max(goneAt, ...objects.map(changedAt)));
  }

  /** A lab begins: nothing has been removed from it yet. */
  async begin(lab: LabId, api: ClusterApi, signal: AbortSignal): Promise<void> {
    const objects = await objectsOf(lab, api, signal);
    if (objects === undefined) this.memories.delete(lab);
    else this.remember(lab, { uids: new Set(objects.map(({ metadata }) => metadata.uid)), goneAt: 0 });
  }

  private remember(lab: LabId, memory: Memory): void {
    this.memories.delete(lab);
    this.memories.set(lab, memory);
    for (const oldest of this.memories.keys()) {
      if (this.memories.size <= labsKept) break;
      this.memories.delete(oldest);
    }
  }
}

/** Undefined when one kind cannot be read. That a cluster has no such kind is an answer. */
async function objectsOf(lab: LabId, api: ClusterApi, signal: AbortSignal): Promise<Dated[] | undefined> {
  const lists = await Promise.all(kinds.map((ref) => api.list(lab, ref, signal)));
  if (lists.some(({ kind }) => kind === 'unknown')) return undefined;
  const objects = lists.flatMap((asked) => (asked.kind === 'found' ? asked.value : []));
  return z.array(Dated).safeParse(objects).data;
}

function changedAt({ metadata }: Dated): number {
  const { creationTimestamp, deletionTimestamp, managedFields } = metadata;
  const times = [creationTimestamp, deletionTimestamp, ...managedFields.map(({ time }) => time)];
  return Math.max(...times.map((time) => (time === undefined ? 0 : Date.parse(time) + roundedMs)));
}
