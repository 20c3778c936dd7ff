import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { type Field, filesOfTheApiServer, type KubeTypes } from './api-server-files.ts';

/**
 * Writes what the editor knows of Kubernetes, from the OpenAPI description that comes with the Go module whose programs the
 * images are built of. Only the kinds that are written by hand in the exam, the first sentence of each description, and no field
 * that a cluster fills in by itself.
 */
const kinds: Readonly<Record<string, readonly string[]>> = {
  'core.v1': [
    'ConfigMap',
    'LimitRange',
    'Namespace',
    'PersistentVolumeClaim',
    'Pod',
    'ResourceQuota',
    'Secret',
    'Service',
    'ServiceAccount',
  ],
  'apps.v1': ['DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet'],
  'batch.v1': ['CronJob', 'Job'],
  'networking.v1': ['Ingress', 'IngressClass', 'NetworkPolicy'],
  'rbac.v1': ['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'],
  'node.v1': ['RuntimeClass'],
  'policy.v1': ['PodDisruptionBudget'],
  'admissionregistration.v1': [
    'MutatingWebhookConfiguration',
    'ValidatingAdmissionPolicy',
    'ValidatingAdmissionPolicyBinding',
    'ValidatingWebhookConfiguration',
  ],
};

/** Filled in by the cluster, or disks of clouds that no lab has. */
const left =
  /^(status|managedFields|selfLink|creationTimestamp|deletionTimestamp|deletionGracePeriodSeconds|generation|resourceVersion|uid|awsElasticBlockStore|azureDisk|azureFile|cephfs|cinder|fc|flexVolume|flocker|gcePersistentDisk|gitRepo|glusterfs|iscsi|photonPersistentDisk|portworxVolume|quobyte|rbd|scaleIO|storageos|vsphereVolume)$/;

/** The description names the values of these only in prose. */
const values: Readonly<Record<string, readonly string[]>> = {
  'Container.imagePullPolicy': ['Always', 'IfNotPresent', 'Never'],
  'ContainerPort.protocol': ['TCP', 'UDP', 'SCTP'],
  'ServicePort.protocol': ['TCP', 'UDP', 'SCTP'],
  'NetworkPolicyPort.protocol': ['TCP', 'UDP', 'SCTP'],
  'NetworkPolicySpec.policyTypes': ['Ingress', 'Egress'],
  'PodSpec.restartPolicy': ['Always', 'OnFailure', 'Never'],
  'PodSpec.dnsPolicy': ['ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None'],
  'SeccompProfile.type': ['RuntimeDefault', 'Localhost', 'Unconfined'],
  'AppArmorProfile.type': ['RuntimeDefault', 'Localhost', 'Unconfined'],
  'ServiceSpec.type': ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'],
  'LabelSelectorRequirement.operator': ['In', 'NotIn', 'Exists', 'DoesNotExist'],
  'Toleration.operator': ['Exists', 'Equal'],
  'Toleration.effect': ['NoSchedule', 'PreferNoSchedule', 'NoExecute'],
  'HTTPIngressPath.pathType': ['Exact', 'Prefix', 'ImplementationSpecific'],
  'ValidatingAdmissionPolicySpec.failurePolicy': ['Fail', 'Ignore'],
  'ValidatingAdmissionPolicyBindingSpec.validationActions': ['Deny', 'Warn', 'Audit'],
  'ValidatingWebhook.failurePolicy': ['Fail', 'Ignore'],
  'ValidatingWebhook.sideEffects': ['None', 'NoneOnDryRun'],
  'MutatingWebhook.failurePolicy': ['Fail', 'Ignore'],
  'MutatingWebhook.sideEffects': ['None', 'NoneOnDryRun'],
};

const Property = z.object({
  description: z.string().default(''),
  type: z.string().optional(),
  format: z.string().optional(),
  $ref: z.string().optional(),
  get items() {
    return Property.optional();
  },
  get additionalProperties() {
    return Property.optional();
  },
});
type Property = z.infer<typeof Property>;
const Definition = z.object({
  description: z.string().default(''),
  type: z.string().optional(),
  format: z.string().optional(),
  properties: z.record(z.string(), Property).optional(),
  required: z.array(z.string()).default([]),
  'x-kubernetes-group-version-kind': z
    .array(z.object({ group: z.string(), version: z.string(), kind: z.string() }))
    .optional(),
});
const Swagger = z.object({ definitions: z.record(z.string(), Definition) });
type Definitions = z.infer<typeof Swagger>['definitions'];

interface Written extends KubeTypes {
  source: string;
}

const nameOf = (ref: string): string => ref.replace(/^#\/definitions\//, '');
const shortName = (name: string): string => name.replace(/^.*\./, '');
const about = (text: string): string => {
  const [first = ''] = text.replaceAll(/\s+/g, ' ').split(/(?<=[a-z)"`]\.) (?=[A-Z])/);
  return first.length > 220 ? `${first.slice(0, 217)}…` : first;
};

class Writer {
  readonly written: Written;
  private readonly definitions: Definitions;

  constructor(definitions: Definitions, source: string) {
    this.definitions = definitions;
    const { kinds: ofFiles, types } = filesOfTheApiServer;
    this.written = { source, kinds: { ...ofFiles }, types: { ...types } };
  }

  kind(name: string): void {
    const [id] = this.definitions[name]?.['x-kubernetes-group-version-kind'] ?? [];
    if (id === undefined) throw new Error(`${name} is no kind of the API`);
    const version = id.group === '' ? id.version : `${id.group}/${id.version}`;
    this.written.kinds[`${version}/${id.kind}`] = this.type(name);
  }

  /** The name under which a type is written, and everything that it is made of. */
  private type(name: string): string {
    // A quantity such as 100m is a string in the description, and `cpu: 1` is right all the same.
    if (name.endsWith('.Quantity')) return 'scalar';
    const definition = this.definitions[name];
    if (definition?.properties === undefined) return scalar(definition ?? {});
    const short = shortName(name);
    if (short in this.written.types) return short;
    const fields: Record<string, Field> = {};
    this.written.types[short] = { about: about(definition.description), fields };
    for (const [field, property] of Object.entries(definition.properties)) {
      if (left.test(field)) continue;
      const required = definition.required.includes(field) ? 1 : 0;
      const known = values[`${short}.${field}`];
      const row: Field = [this.typeOf(property), about(property.description)];
      if (required === 1 || known !== undefined) row.push(required);
      if (known !== undefined) row.push(known);
      fields[field] = row;
    }
    return short;
  }

  private typeOf(property: Property): string {
    if (property.$ref !== undefined) return this.type(nameOf(property.$ref));
    if (property.items !== undefined) return `[]${this.typeOf(property.items)}`;
    if (property.additionalProperties !== undefined) return `{}${this.typeOf(property.additionalProperties)}`;
    return scalar(property);
  }
}

function scalar({ type, format }: { type?: string | undefined; format?: string | undefined }): string {
  if (format === 'int-or-string') return 'scalar';
  if (type === 'integer' || type === 'number' || type === 'boolean' || type === 'string') return type;
  return 'any';
}

export const kubeSchemaFile = fileURLToPath(
  new URL('../web/features/editor/kube-schema.json', import.meta.url),
);

async function main(): Promise<void> {
  const cwd = fileURLToPath(new URL('../labs/images/tools/kubernetes', import.meta.url));
  const go = (format: string): string =>
    execFileSync('go', ['list', '-m', '-f', format, 'k8s.io/kubernetes'], { cwd, encoding: 'utf8' }).trim();
  const swagger = await readFile(join(go('{{.Dir}}'), 'api/openapi-spec/swagger.json'), 'utf8');
  const { definitions } = Swagger.parse(JSON.parse(swagger));
  const source = `k8s.io/kubernetes ${go('{{.Version}}')}, api/openapi-spec/swagger.json, Apache-2.0`;
  const writer = new Writer(definitions, source);
  for (const [group, names] of Object.entries(kinds)) {
    for (const name of names) writer.kind(`io.k8s.api.${group}.${name}`);
  }
  await writeFile(kubeSchemaFile, `${JSON.stringify(writer.written)}\n`);
}

if (import.meta.main) await main();
