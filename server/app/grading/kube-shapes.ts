import { z } from 'zod';
import type { KubeObject } from '#ports/cluster-api.ts';

// Only what the grader reads; the API gives much more.
const metadata = z.object({
  name: z.string(),
  namespace: z.string().optional(),
  uid: z.string(),
  labels: z.record(z.string(), z.string()).optional(),
  generation: z.number().optional(),
  creationTimestamp: z.string().optional(),
  deletionTimestamp: z.string().optional(),
});

const containerStatus = z.object({
  name: z.string().optional(),
  containerID: z.string().optional(),
  restartCount: z.number(),
  state: z.object({ running: z.object({}).optional() }).optional(),
});

export const PodShape = z.object({
  metadata,
  spec: z.object({
    nodeName: z.string().optional(),
    containers: z.array(
      z.object({
        name: z.string(),
        ports: z.array(z.object({ name: z.string().optional(), containerPort: z.number() })).optional(),
      }),
    ),
  }),
  status: z
    .object({
      phase: z.string().optional(),
      podIP: z.string().optional(),
      conditions: z.array(z.object({ type: z.string(), status: z.string() })).optional(),
      containerStatuses: z.array(containerStatus).optional(),
      initContainerStatuses: z.array(containerStatus).optional(),
    })
    .default({}),
});
export type PodShape = z.infer<typeof PodShape>;

export const ServiceShape = z.object({
  metadata,
  spec: z.object({
    clusterIP: z.string().optional(),
    selector: z.record(z.string(), z.string()).optional(),
    ports: z
      .array(z.object({ port: z.number(), targetPort: z.union([z.number(), z.string()]).optional() }))
      .default([]),
  }),
});
export type ServiceShape = z.infer<typeof ServiceShape>;

const count = z.number().default(0);

/** A Deployment, StatefulSet or DaemonSet. */
export const WorkloadShape = z.object({
  metadata,
  spec: z.object({
    replicas: z.number().optional(),
    selector: z.object({ matchLabels: z.record(z.string(), z.string()).optional() }).optional(),
  }),
  status: z
    .object({
      observedGeneration: count,
      replicas: count,
      updatedReplicas: count,
      readyReplicas: count,
      desiredNumberScheduled: z.number().optional(),
      updatedNumberScheduled: count,
      numberReady: count,
    })
    .prefault({}),
});
export type WorkloadShape = z.infer<typeof WorkloadShape>;

export const NodeShape = z.object({
  metadata,
  status: z.object({ nodeInfo: z.object({ kernelVersion: z.string() }) }),
});

/** Values are base64. */
export const SecretShape = z.object({ metadata, data: z.record(z.string(), z.string()).optional() });

export const NamedShape = z.object({ metadata });

/** An object of the API as the grader reads it; undefined when it has another shape. */
export function read<S extends z.ZodType>(shape: S, object: KubeObject): z.infer<S> | undefined {
  const parsed = shape.safeParse(object);
  return parsed.success ? parsed.data : undefined;
}

/** Is the Pod ready to work, and not on its way out? */
export function isReady(pod: PodShape): boolean {
  return (
    pod.metadata.deletionTimestamp === undefined &&
    (pod.status.conditions ?? []).some(({ type, status }) => type === 'Ready' && status === 'True')
  );
}
