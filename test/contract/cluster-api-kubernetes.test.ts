import { afterAll, beforeAll, expect, test } from 'vitest';
import { KubeClusterApi } from '#adapters/kubernetes/kube-cluster-api.ts';
import { startApiServer, type TrialApiServer } from './trial-api-server.ts';
import { freshLab, unstopped } from './trial-world.ts';

let server: TrialApiServer;
const lab = freshLab();
const signal = unstopped();
const namespace = { apiVersion: 'v1', kind: 'Namespace', name: 'default' };

beforeAll(async () => {
  server = await startApiServer();
});
afterAll(() => server.stop());

test('a manifest may bring a new kind and at once an object of it', async () => {
  const api = new KubeClusterApi({ kubeconfig: async () => server.kubeconfig });
  await api.apply(
    lab,
    `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: gadgets.acme.test }
spec:
  group: acme.test
  scope: Namespaced
  names: { plural: gadgets, singular: gadget, kind: Gadget }
  versions:
    - name: v1
      served: true
      storage: true
      schema: { openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true } }
---
apiVersion: acme.test/v1
kind: Gadget
metadata: { name: first }
size: 3
`,
    signal,
  );
  const found = await api.get(lab, { apiVersion: 'acme.test/v1', kind: 'Gadget', name: 'first' }, signal);
  expect(found).toMatchObject({ kind: 'found', value: { size: 3 } });
});

test('a cluster that came back under another address is found by itself, its old certificates are not kept', async () => {
  const gone = server.kubeconfig.replace(/127\.0\.0\.1:\d+/, '127.0.0.1:9');
  const answers = [gone, server.kubeconfig];
  const api = new KubeClusterApi({ kubeconfig: async () => answers.shift() ?? '' });
  expect(await api.get(lab, namespace, signal)).toMatchObject({ kind: 'unknown' });
  expect(await api.get(lab, namespace, signal)).toMatchObject({ kind: 'found' });
});

test('a forgotten lab is asked for its credentials again', async () => {
  let asked = 0;
  const kubeconfig = async (): Promise<string> => {
    asked += 1;
    return server.kubeconfig;
  };
  const api = new KubeClusterApi({ kubeconfig });
  await api.get(lab, namespace, signal);
  await api.get(lab, namespace, signal);
  expect(asked).toBe(1);
  api.forget(lab);
  expect(await api.get(lab, namespace, signal)).toMatchObject({ kind: 'found' });
  expect(asked).toBe(2);
});

test('a command in a Pod that does not exist is absent', async () => {
  const api = new KubeClusterApi({ kubeconfig: async () => server.kubeconfig });
  expect(await api.exec(lab, { namespace: 'default', name: 'nobody' }, ['true'], signal)).toEqual({
    kind: 'absent',
  });
});

test('an API server that is well says so where a lab that is kept ready is asked before it is given away', async () => {
  const api = new KubeClusterApi({ kubeconfig: async () => server.kubeconfig });
  expect(await api.request(lab, { method: 'GET', path: '/readyz' }, signal)).toMatchObject({
    kind: 'found',
    value: { status: 200 },
  });
});
