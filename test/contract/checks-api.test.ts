import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { KubeClusterApi } from '#adapters/kubernetes/kube-cluster-api.ts';
import { MemoryMachines } from '#adapters/memory/machines.ts';
import { MemoryWorld } from '#adapters/memory/machines-world.ts';
import { MemoryClusterRuntime } from '#adapters/memory/runtimes.ts';
import { MemoryObserver } from '#adapters/memory/observer.ts';
import { MemoryOriginals } from '#adapters/memory/originals.ts';
import type { ApiReply, ApiRequest } from '#ports/cluster-api.ts';
import { startApiServer, type TrialApiServer } from './trial-api-server.ts';
import { trialLook } from './trial-look.ts';
import { clock, freshLab, unstopped } from './trial-world.ts';

const lab = freshLab();
const world = new MemoryWorld();
let server: TrialApiServer;
const api = new KubeClusterApi({ kubeconfig: async () => server.kubeconfig });

const roles = `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { pod-security.kubernetes.io/enforce: baseline } }
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: bot, namespace: shop }
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: idle, namespace: shop }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: reader, namespace: shop }
rules: [{ apiGroups: [""], resources: [configmaps], verbs: [get, create] }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: bots, namespace: shop }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader }
subjects:
  - { apiGroup: rbac.authorization.k8s.io, kind: Group, name: "system:serviceaccounts:shop" }
  - { apiGroup: rbac.authorization.k8s.io, kind: User, name: jane }
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: { name: no-plain-words }
spec:
  matchConstraints: { resourceRules: [{ apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [configmaps] }] }
  validations: [{ expression: "!has(object.data) || !('password' in object.data)", message: "no passwords here" }]
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: { name: no-plain-words }
spec: { policyName: no-plain-words, validationActions: [Deny], matchResources: { namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: shop } } } }
`;
const pod = (more: string): string =>
  `{ apiVersion: v1, kind: Pod, metadata: { name: probe, namespace: shop }, spec: { containers: [{ name: a, image: a }]${more} } }`;
const map = (key: string, namespace = 'shop'): string =>
  `{ apiVersion: v1, kind: ConfigMap, metadata: { name: probe, namespace: ${namespace} }, data: { ${key}: x } }`;
const files = {
  'good.yaml': map('color'),
  'bad.yaml': map('password'),
  'lost.yaml': map('password', 'nowhere'),
  'invalid.yaml': '{ apiVersion: v1, kind: ConfigMap, metadata: { namespace: shop }, dta: {} }',
  'gadget.yaml': '{ apiVersion: acme.test/v1, kind: Gadget, metadata: { name: x } }',
  'pod.yaml': pod(''),
  'host-pod.yaml': pod(', hostNetwork: true'),
};

const deps = {
  clusterApi: api,
  machines: new MemoryMachines(world),
  observer: new MemoryObserver(world),
  originals: new MemoryOriginals(),
  clusters: new MemoryClusterRuntime(world, clock),
};
const { look, once } = trialLook(lab, deps, files);

beforeAll(async () => {
  server = await startApiServer();
  await api.apply(lab, roles, unstopped());
});
afterAll(() => server.stop());

describe('what somebody may do', () => {
  const can = (more: object) =>
    look({
      type: 'k8s.can',
      verb: 'get',
      resource: 'configmaps',
      namespace: 'shop',
      expect: 'allow',
      ...more,
    });

  test('a ServiceAccount has the rights of its groups, by review and by token', async () => {
    for (const via of ['review', 'token']) {
      const bot = { as: { serviceAccount: 'shop/bot' }, via };
      expect(await can(bot)).toMatchObject({ verdict: 'pass', found: expect.stringContaining('RBAC') });
      expect((await can({ ...bot, resource: 'secrets', expect: 'deny' })).verdict).toBe('pass');
      expect((await can({ ...bot, resource: 'secrets' })).verdict).toBe('fail');
      expect((await can({ ...bot, namespace: undefined })).verdict).toBe('fail');
    }
  });

  test('a user has what is bound to the name, and nobody has the rights of an account that is not there', async () => {
    expect((await can({ as: { user: 'jane' } })).verdict).toBe('pass');
    expect((await can({ as: { user: 'june' } })).verdict).toBe('fail');
    for (const via of ['review', 'token']) {
      const nobody = { as: { serviceAccount: 'shop/nobody' }, via, expect: 'deny' };
      expect(await can(nobody)).toMatchObject({
        verdict: 'fail',
        found: 'there is no ServiceAccount shop/nobody',
      });
    }
  });
});

describe('what admission lets in', () => {
  const admit = (manifest: string, expected: string, more: object = {}) =>
    look({ type: 'k8s.admission', manifest, expect: expected, retry: { for: '10s' }, ...more });

  test('a policy and Pod Security reject, and let their twins in', async () => {
    // Policies take a moment to be known to the server.
    expect(await admit('bad.yaml', 'reject', { message: { contains: 'no passwords here' } })).toMatchObject({
      verdict: 'pass',
      found: expect.stringContaining('no-plain-words'),
    });
    expect((await admit('good.yaml', 'accept')).verdict).toBe('pass');
    const bad = { type: 'k8s.admission', manifest: 'bad.yaml' };
    expect(await once({ ...bad, expect: 'accept' })).toMatchObject({
      verdict: 'fail',
      found: expect.stringMatching(/^rejected: .*no passwords here/),
    });
    expect((await once({ ...bad, expect: 'reject', message: { contains: 'another' } })).verdict).toBe('fail');
    expect((await once({ ...bad, manifest: 'good.yaml', expect: 'reject' })).verdict).toBe('fail');
    expect((await admit('host-pod.yaml', 'reject', { message: { contains: 'hostNetwork' } })).verdict).toBe(
      'pass',
    );
    const result = [{ cel: "self.spec.restartPolicy == 'Always'", say: 'it is restarted' }];
    expect((await admit('pod.yaml', 'accept', { result })).verdict).toBe('pass');
  });

  test('what is refused by anything else is unknown', async () => {
    const reject = { type: 'k8s.admission', expect: 'reject' };
    for (const manifest of ['lost.yaml', 'invalid.yaml', 'gadget.yaml']) {
      expect([manifest, (await once({ ...reject, manifest })).verdict]).toEqual([manifest, 'unknown']);
    }
    const bad = { ...reject, manifest: 'bad.yaml' };
    expect((await once({ ...bad, as: { user: 'june' } })).verdict).toBe('unknown');
    expect((await once({ ...bad, as: { user: 'jane' } })).verdict).toBe('pass');
  });

  test('a dry run leaves nothing, and neither does a real object', async () => {
    expect((await admit('good.yaml', 'accept', { mode: 'real' })).verdict).toBe('pass');
    const maps = await api.list(lab, { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'shop' }, unstopped());
    expect(maps).toEqual({ kind: 'found', value: [] });
  });
});

test('requests carry their caller and their user agent, and a token is not helped by the certificate of the platform', async () => {
  const request = async (more: Partial<ApiRequest>): Promise<ApiReply> => {
    const path = '/api/v1/namespaces/shop/secrets';
    const asked = await api.request(lab, { method: 'GET', path, ...more }, unstopped());
    if (asked.kind !== 'found') throw new Error(asked.kind);
    return asked.value;
  };
  expect((await request({})).status).toBe(200);
  expect(await request({ as: { user: 'june', groups: [] } })).toMatchObject({
    status: 403,
    text: expect.stringContaining('User \\"june\\" cannot list'),
  });
  expect((await request({ as: { token: 'nonsense' } })).status).toBe(401);
});
