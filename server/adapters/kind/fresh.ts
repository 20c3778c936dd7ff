import { z } from 'zod';

/** What of a cluster's state was written since its nodes were started again, and what still stands there from before. */
const Condition = z.object({
  type: z.string(),
  status: z.string(),
  lastTransitionTime: z.iso.datetime().nullish(),
});

export const Pods = z.object({
  items: z.array(
    z.object({
      metadata: z.object({
        name: z.string(),
        namespace: z.string(),
        deletionTimestamp: z.string().nullish(),
        annotations: z.record(z.string(), z.string()).nullish(),
      }),
      status: z.object({
        phase: z.string().nullish(),
        conditions: z.array(Condition).default([]),
        containerStatuses: z
          .array(
            z.object({
              state: z
                .object({ running: z.object({ startedAt: z.iso.datetime().nullish() }).nullish() })
                .default({}),
            }),
          )
          .default([]),
      }),
    }),
  ),
});
type Pod = z.infer<typeof Pods>['items'][number];

const since = (time: string | null | undefined, began: number): boolean =>
  time !== null && time !== undefined && Date.parse(time) >= began;

/** Says that a Pod stands for one of the kubelet's own, such as the API server: whether that answers was asked before. */
const mirror = 'kubernetes.io/config.mirror';

/**
 * `back`: Ready since then. `away`: it was Ready before and is not back. `apart`: it was not Ready before either, or has ended: nobody
 * waits for it.
 */
export function standing({ metadata, status }: Pod, began: number): 'back' | 'away' | 'apart' {
  const ready = status.conditions.find(({ type }) => type === 'Ready');
  const isOver = status.phase === 'Succeeded' || status.phase === 'Failed';
  const isMirror = metadata.annotations?.[mirror] !== undefined;
  if (ready === undefined || isOver || isMirror || metadata.deletionTimestamp != null) return 'apart';
  const turned = since(ready.lastTransitionTime, began);
  if (ready.status !== 'True') return turned ? 'away' : 'apart';
  const begunAnew = status.containerStatuses.every(({ state }) => since(state.running?.startedAt, began));
  return turned || (begunAnew && status.containerStatuses.length > 0) ? 'back' : 'away';
}
