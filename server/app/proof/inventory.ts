import type { LabId } from '#contract/ids.ts';
import type { Environment } from '#contract/scenario/scenario.ts';
import { machinesOf } from '#domain/lab/machines-of.ts';
import type { KubeObject } from '#ports/cluster-api.ts';
import type { GradingDeps } from '../grading/grade-lab.ts';
import { probeMark } from '../grading/probe-pod.ts';

/** What there is in a lab: the lasting part of each object, size and time of each file, and the containers of each host. */
export type Inventory = ReadonlyMap<string, unknown>;

// Events and leases change by themselves.
const kinds: readonly { apiVersion: string; kind: string }[] = [
  ...['Namespace', 'Node', 'Pod', 'Service', 'ConfigMap', 'Secret', 'ServiceAccount'].map((kind) => ({
    apiVersion: 'v1',
    kind,
  })),
  ...['ResourceQuota', 'LimitRange', 'PersistentVolumeClaim'].map((kind) => ({ apiVersion: 'v1', kind })),
  ...['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet'].map((kind) => ({
    apiVersion: 'apps/v1',
    kind,
  })),
  ...['Job', 'CronJob'].map((kind) => ({ apiVersion: 'batch/v1', kind })),
  ...['NetworkPolicy', 'Ingress'].map((kind) => ({ apiVersion: 'networking.k8s.io/v1', kind })),
  ...['Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding'].map((kind) => ({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind,
  })),
  ...[
    'ValidatingAdmissionPolicy',
    'ValidatingAdmissionPolicyBinding',
    'ValidatingWebhookConfiguration',
    'MutatingWebhookConfiguration',
  ].map((kind) => ({ apiVersion: 'admissionregistration.k8s.io/v1', kind })),
  { apiVersion: 'certificates.k8s.io/v1', kind: 'CertificateSigningRequest' },
  { apiVersion: 'node.k8s.io/v1', kind: 'RuntimeClass' },
  { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget' },
];
const folders = ['/etc', '/root', '/home', '/tmp', '/var/tmp'];
const findMs = 30_000;

interface Where {
  readonly lab: LabId;
  readonly environment: Environment;
  readonly deps: Pick<GradingDeps, 'clusterApi' | 'machines'>;
  readonly signal: AbortSignal;
}

/**
 * Lists the objects of the cluster, the files that somebody could leave on a machine and the containers of the hosts.
 * @throws Error where a part cannot be listed: what was not looked at is not the same as before.
 */
export async function takeInventory(where: Where): Promise<Inventory> {
  const { kind, hosts } = where.environment;
  const objects = kind === 'cluster' ? kinds.map((ref) => objectsOf(ref, where)) : [];
  const files = machinesOf(where.environment).map((machine) => filesOf(machine, where));
  const containers = hosts.map(({ name }) => containersOf(name, where));
  return new Map((await Promise.all([...objects, ...files, ...containers])).flat());
}

/**
 * What came, went or changed between two inventories, in words. A Pod of a grader is told also where an earlier grading left it,
 * before the first inventory.
 */
export function inventoryFaults(before: Inventory, after: Inventory): string[] {
  const came = [...after]
    .filter(([key, now]) => !before.has(key) || isProbe(now))
    .map(([key]) => `grading left ${key}`);
  const gone = [...before.keys()].filter((key) => !after.has(key)).map((key) => `grading removed ${key}`);
  const changed = [...before].flatMap(([key, old]) => {
    const where = after.has(key) ? changes(old, after.get(key)) : [];
    return where.length > 0 ? [`grading changed ${key}: ${where.join(', ')}`] : [];
  });
  return [...came, ...gone, ...changed];
}

const isProbe = (value: unknown): boolean =>
  isTree(value) && isTree(value['annotations']) && probeMark in value['annotations'];

const isTree = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** The fields that differ, each with its two values: a fault that names only the object could not be followed up. */
function changes(old: unknown, now: unknown, path = ''): string[] {
  if (!isTree(old) || !isTree(now)) return old === now ? [] : [`${path} ${say(old)} → ${say(now)}`.trim()];
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].flatMap((key) =>
    changes(old[key], now[key], path === '' ? key : `${path}.${key}`),
  );
}

const say = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, 120);

async function objectsOf(
  ref: { apiVersion: string; kind: string },
  { lab, deps, signal }: Where,
): Promise<[string, unknown][]> {
  const asked = await deps.clusterApi.list(lab, ref, signal);
  if (asked.kind === 'unknown') throw new Error(`what ${ref.kind}s there are is not known: ${asked.reason}`);
  // A cluster that has no such kind has no such objects.
  if (asked.kind === 'absent') return [];
  return asked.value
    .filter((object) => !passing(ref.kind, object))
    .map((object) => {
      const { namespace, name } = object['metadata'] as { namespace?: string; name: string };
      return [
        `${ref.kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`,
        lasting(ref.kind, object),
      ];
    });
}

/** Objects that come and go without anybody's doing: those on their way out, and what a kubelet makes for itself. */
function passing(kind: string, object: KubeObject): boolean {
  const { username } = (object['spec'] ?? {}) as { username?: unknown };
  if (kind === 'CertificateSigningRequest' && String(username).startsWith('system:node:')) return true;
  const { deletionTimestamp, annotations = {} } = object['metadata'] as {
    deletionTimestamp?: string;
    annotations?: Record<string, string>;
  };
  return deletionTimestamp !== undefined || 'kubernetes.io/config.mirror' in annotations;
}

/** The object without what the cluster itself writes all the time. */
function lasting(kind: string, object: KubeObject): unknown {
  const { status: _status, metadata, ...rest } = object;
  const { uid, labels, annotations } = metadata as Record<string, unknown>;
  return { ...(kind === 'Node' ? withoutConditionTaints(rest) : rest), uid, labels, annotations };
}

/**
 * The controllers of nodes copy a node's conditions into its taints (https://kubernetes.io/docs/reference/labels-annotations-taints/),
 * as does the CNI: they come and go with its status, for example while an API server that was restarted hears of its node again.
 */
function withoutConditionTaints(node: Record<string, unknown>): Record<string, unknown> {
  const spec = node['spec'] as { taints?: { key: string }[] };
  const taints = spec.taints?.filter(({ key }) => !/^node\.(kubernetes|cilium)\.io\//.test(key)) ?? [];
  return { ...node, spec: { ...spec, taints } };
}

async function filesOf(machine: string, { lab, deps, signal }: Where): Promise<[string, string][]> {
  const argv = ['/usr/bin/find', ...folders, '-xdev', '-type', 'f', '-printf', '%p\t%s %T@\n'];
  const { stdout } = await deps.machines.exec(lab, machine, argv, { signal, timeoutMs: findMs });
  return lines(stdout).map(([path, state]) => [`${machine}:${path}`, state]);
}

async function containersOf(host: string, { lab, deps, signal }: Where): Promise<[string, string][]> {
  const argv = ['/usr/bin/docker', 'ps', '--all', '--no-trunc', '--format', '{{.Names}}\t{{.ID}}'];
  const { exit, stdout, stderr } = await deps.machines.exec(lab, host, argv, { signal, timeoutMs: findMs });
  if (exit !== 0) throw new Error(`what containers ${host} has is not known: ${stderr.trim()}`);
  return lines(stdout).map(([name, id]) => [`container ${name} on ${host}`, id]);
}

/** Lines of two columns. */
const lines = (text: string): [string, string][] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [first = '', second = ''] = line.split('\t');
      return [first, second];
    });
