import { z } from 'zod';
import { until } from '#adapters/docker/until.ts';
import { ApiServer, isReply } from '#adapters/kubernetes/api-server.ts';
import type { LabId } from '#contract/ids.ts';

export interface Admission {
  /** The administrator's credentials, reachable from here. */
  readonly kubeconfig: (lab: LabId, signal: AbortSignal) => Promise<string>;
}

export interface ReadyNode {
  /** When its kubelet said last that it is ready; milliseconds since the epoch, to the second. */
  readonly saidAt: number;
}

const withinMs = 120_000;
const askMs = 5_000;
const everyMs = 100;

const Nodes = z.object({
  items: z.array(
    z.object({
      status: z.object({
        conditions: z
          .array(z.object({ type: z.string(), status: z.string(), lastHeartbeatTime: z.string().nullish() }))
          .default([]),
      }),
    }),
  ),
});

/** How many of them have said so since then: what a node said before it was stopped stands there until it speaks again. */
export function saidSince(ready: readonly ReadyNode[], since: number): number {
  // A cluster writes its times in whole seconds.
  const second = Math.floor(since / 1000) * 1000;
  return ready.filter(({ saidAt }) => saidAt >= second).length;
}

/** A node is Ready when its network plugin runs. Resolves when the nodes that are ready are `enough`, of as many as there are. */
export async function nodesReady(
  { kubeconfig }: Admission,
  lab: LabId,
  enough: (ready: readonly ReadyNode[], all: number) => boolean,
  signal: AbortSignal,
): Promise<void> {
  const api = new ApiServer((stop) => kubeconfig(lab, stop));
  try {
    await until(
      async (stop) => {
        const reply = await api.call(
          { method: 'GET', path: '/api/v1/nodes' },
          { signal: stop, withinMs: askMs },
        );
        const nodes = isReply(reply) ? (Nodes.safeParse(reply.body).data?.items ?? []) : [];
        const ready = nodes.flatMap(({ status }) =>
          status.conditions
            .filter((condition) => condition.type === 'Ready' && condition.status === 'True')
            .map(({ lastHeartbeatTime }) => ({ saidAt: Date.parse(lastHeartbeatTime ?? '') })),
        );
        return enough(ready, nodes.length) || undefined;
      },
      { what: 'make every node Ready', withinMs, everyMs, signal },
    );
  } finally {
    api.close();
  }
}
