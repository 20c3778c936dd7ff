import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { ObjectRef } from '#contract/scenario/parts.ts';
import type { KubeObject } from '#ports/cluster-api.ts';

const Identity = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string().optional(),
    generateName: z.string().optional(),
    namespace: z.string().optional(),
    labels: z.record(z.string(), z.string()).optional(),
  }),
});
type Identity = z.infer<typeof Identity>;

/** The kinds that are in no namespace, of those that labs use. */
const clusterWide = new Set([
  'ClusterRole',
  'ClusterRoleBinding',
  'CustomResourceDefinition',
  'Namespace',
  'Node',
  'PersistentVolume',
  'PriorityClass',
  'RuntimeClass',
  'StorageClass',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'ValidatingWebhookConfiguration',
]);

/** The stored objects of one cluster, without any controller. */
export class ClusterObjects {
  private readonly objects = new Map<string, Identity>();
  private readonly kinds = new Set<string>();
  private created = 0;

  constructor() {
    for (const name of ['default', 'kube-system']) {
      this.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    }
  }

  find(ref: ObjectRef): KubeObject[] {
    return [...this.objects.values()].filter(({ apiVersion, kind, metadata }) => {
      const sameKind = apiVersion === ref.apiVersion && kind === ref.kind;
      const here =
        clusterWide.has(kind) || ref.namespace === undefined || ref.namespace === metadata.namespace;
      const labels = Object.entries(ref.labels ?? {});
      return (
        sameKind &&
        here &&
        (ref.name === undefined || ref.name === metadata.name) &&
        labels.every(([key, value]) => metadata.labels?.[key] === value)
      );
    });
  }

  get(ref: ObjectRef): KubeObject | undefined {
    const namespace = clusterWide.has(ref.kind) ? undefined : (ref.namespace ?? 'default');
    return this.objects.get(keyOf(ref.apiVersion, ref.kind, namespace, ref.name));
  }

  /** As an API server names it; like one it knows only kinds that it has, here those that were ever stored. */
  pathOf({ apiVersion, kind, namespace = 'default', name }: ObjectRef): string | undefined {
    if (!this.kinds.has(`${apiVersion} ${kind}`)) return undefined;
    const group = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const place = clusterWide.has(kind) ? '' : `/namespaces/${namespace}`;
    return `${group}${place}/${kind.toLowerCase()}s${name === undefined ? '' : `/${name}`}`;
  }

  at(path: string): KubeObject | undefined {
    return [...this.objects.values()].find(
      (object) => this.pathOf({ ...object, ...object.metadata }) === path,
    );
  }

  /** As server-side apply does it: maps are merged, everything else is replaced. Says why not, if so. */
  apply(object: KubeObject): string | undefined {
    const { apiVersion, kind, metadata } = Identity.parse(object);
    const known = this.get({ apiVersion, kind, ...metadata });
    return this.put(known === undefined ? object : merged(known, object));
  }

  create(object: KubeObject): KubeObject | string {
    const { apiVersion, kind, metadata } = Identity.parse(object);
    const name = metadata.name ?? `${metadata.generateName ?? ''}${randomUUID().slice(0, 5)}`;
    if (this.get({ apiVersion, kind, ...metadata, name }) !== undefined) {
      return `${kind} "${name}" already exists`;
    }
    const refused = this.put({ ...object, metadata: { ...metadata, name } });
    return refused ?? this.get({ apiVersion, kind, ...metadata, name }) ?? `${kind} "${name}" vanished`;
  }

  delete(ref: ObjectRef): void {
    const found = this.get(ref);
    if (found === undefined) return;
    for (const [key, object] of this.objects) {
      const within = ref.kind === 'Namespace' && object.metadata.namespace === ref.name;
      if (object === found || within) this.objects.delete(key);
    }
  }

  private put(object: KubeObject): string | undefined {
    const { apiVersion, kind, metadata, ...rest } = Identity.parse(object);
    const namespace = clusterWide.has(kind) ? undefined : (metadata.namespace ?? 'default');
    if (
      namespace !== undefined &&
      this.get({ apiVersion: 'v1', kind: 'Namespace', name: namespace }) === undefined
    ) {
      return `namespaces "${namespace}" not found`;
    }
    this.kinds.add(`${apiVersion} ${kind}`);
    // Each a second after the one before, so that the newest can be told.
    const creationTimestamp = new Date(++this.created * 1000).toISOString();
    const stored = { uid: randomUUID(), creationTimestamp, ...metadata, ...(namespace && { namespace }) };
    this.objects.set(keyOf(apiVersion, kind, namespace, metadata.name), {
      apiVersion,
      kind,
      metadata: stored,
      ...rest,
    });
    return undefined;
  }
}

const keyOf = (...parts: (string | undefined)[]): string => JSON.stringify(parts);

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function merged(known: KubeObject, wanted: KubeObject): KubeObject {
  const result: Record<string, unknown> = { ...known };
  for (const [key, value] of Object.entries(wanted)) {
    const old = known[key];
    result[key] = isMap(old) && isMap(value) ? merged(old, value) : value;
  }
  return result;
}
