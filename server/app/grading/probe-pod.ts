import { z } from 'zod';
import { labelWords } from '#domain/grading/words.ts';
import type { KubeObject } from '#ports/cluster-api.ts';
import { read } from './kube-shapes.ts';

/** The annotation of every Pod of a grader. No policy of the network can select by it. */
export const probeMark = 'cks-lab/grader';
const usualName = /^grader-[a-z0-9-]+-\d+$/;

const Marked = z.object({
  metadata: z.object({
    name: z.string(),
    labels: z.record(z.string(), z.string()).default({}),
    annotations: z.record(z.string(), z.string()).default({}),
    ownerReferences: z.array(z.object({ kind: z.string(), controller: z.boolean().optional() })).default([]),
  }),
  spec: z.object({ hostNetwork: z.boolean().optional() }),
});

/** Is this a Pod that a grading has left behind? Somebody may have imitated one: then he loses it. */
export function looksLikeProbe(object: KubeObject): boolean {
  const metadata = read(Marked, object)?.metadata;
  if (metadata === undefined) return false;
  const { name, annotations, ownerReferences } = metadata;
  const isOwned = ownerReferences.some(({ kind, controller }) => kind === 'Namespace' && controller === true);
  return probeMark in annotations && usualName.test(name) && isOwned;
}

/** What somebody changed of a probe on its way, such as a webhook, so that it stands elsewhere than it was meant to; in words. */
export function changesOf(object: KubeObject, labels: Readonly<Record<string, string>>): string | undefined {
  const pod = read(Marked, object);
  if (pod === undefined) return undefined;
  if (pod.spec.hostNetwork === true) return 'it is in the network of its node';
  const now = pod.metadata.labels;
  const names = new Set([...Object.keys(now), ...Object.keys(labels)]);
  if ([...names].every((name) => now[name] === labels[name])) return undefined;
  return `its labels are ${labelWords(now) || 'gone'}`;
}

export interface ProbePod {
  readonly name: string;
  readonly namespace: string;
  readonly namespaceUid: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly run: string;
}

/**
 * A Pod that does nothing and may do nothing, from whose place in the network probes start. Its labels are those that were asked
 * for and no others: a policy could tell it from other Pods by them.
 */
export function podOf({ name, namespace, namespaceUid, labels, run }: ProbePod): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace,
      labels,
      annotations: { [probeMark]: run },
      // Without an owner a ReplicaSet or DaemonSet with the same labels would adopt the Pod.
      ownerReferences: [
        { apiVersion: 'v1', kind: 'Namespace', name: namespace, uid: namespaceUid, controller: true },
      ],
    },
    spec: {
      // Never true: so the Pod takes part in no Service, whatever its labels.
      readinessGates: [{ conditionType: 'cks-lab/takes-part' }],
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      restartPolicy: 'Never',
      terminationGracePeriodSeconds: 0,
      activeDeadlineSeconds: 900,
      tolerations: [{ operator: 'Exists' }],
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 65_534,
        runAsGroup: 65_534,
        seccompProfile: { type: 'RuntimeDefault' },
      },
      containers: [
        {
          name: 'probe',
          image: 'lab.local/workloads:1',
          imagePullPolicy: 'IfNotPresent',
          command: ['sleep', '900'],
          resources: { requests: { cpu: '1m', memory: '8Mi' }, limits: { cpu: '100m', memory: '64Mi' } },
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          },
        },
      ],
    },
  };
}
