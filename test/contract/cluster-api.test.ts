import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { KubeClusterApi } from '#adapters/kubernetes/kube-cluster-api.ts';
import { MemoryClusterApi } from '#adapters/memory/cluster-api.ts';
import type { ClusterApi } from '#ports/cluster-api.ts';
import { startApiServer } from './trial-api-server.ts';
import { freshLab, unstopped } from './trial-world.ts';

interface Trial {
  readonly api: ClusterApi;
  stop(): Promise<void>;
}

const [lab, elsewhere] = [freshLab(), freshLab()];

async function memory(): Promise<Trial> {
  const api = new MemoryClusterApi();
  api.start(lab);
  return { api, stop: async () => api.stop(lab) };
}

async function kubernetes(): Promise<Trial> {
  const server = await startApiServer();
  const kubeconfig = async (asked: typeof lab): Promise<string> =>
    asked === lab ? server.kubeconfig : server.kubeconfig.replace(/127\.0\.0\.1:\d+/, '127.0.0.1:9');
  return { api: new KubeClusterApi({ kubeconfig, patienceMs: 2_000 }), stop: () => server.stop() };
}

const map = { apiVersion: 'v1', kind: 'ConfigMap' };
const manifest = (color: string): string => `
apiVersion: v1
kind: Namespace
metadata: { name: shop }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: settings, namespace: shop, labels: { part: front } }
data: { color: ${color} }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: other, namespace: shop }
`;

describe.each([
  ['memory', memory],
  ['an API server', kubernetes],
])('the cluster API over %s', (_name, make) => {
  let trial: Trial;
  let api: ClusterApi;
  const signal = unstopped();

  beforeAll(async () => {
    trial = await make();
    api = trial.api;
    await api.apply(lab, manifest('blue'), signal);
  });
  afterAll(() => trial.stop());

  test('an applied object is found again, with what the cluster adds to it', async () => {
    const found = await api.get(lab, { ...map, namespace: 'shop', name: 'settings' }, signal);
    expect(found).toMatchObject({
      kind: 'found',
      value: { kind: 'ConfigMap', data: { color: 'blue' }, metadata: { uid: expect.any(String) } },
    });
  });

  test('applying again changes what differs and nothing else', async () => {
    const ref = { ...map, namespace: 'shop', name: 'settings' };
    const before = await api.get(lab, ref, signal);
    await api.apply(lab, manifest('green'), signal);
    const after = await api.get(lab, ref, signal);
    expect(after).toMatchObject({ value: { data: { color: 'green' } } });
    const uid = (asked: typeof after) =>
      asked.kind === 'found' ? (asked.value['metadata'] as { uid: string }).uid : undefined;
    expect(uid(after)).toBe(uid(before));
  });

  test('lists are told by namespace, labels and name, and their items carry their kind', async () => {
    const names = async (ref: object): Promise<string[]> => {
      const listed = await api.list(lab, { ...map, ...ref }, signal);
      if (listed.kind !== 'found') throw new Error(listed.kind);
      expect(listed.value.every((item) => item['kind'] === 'ConfigMap')).toBe(true);
      return listed.value.map((item) => (item['metadata'] as { name: string }).name).sort();
    };
    expect(await names({ namespace: 'shop' })).toEqual(['other', 'settings']);
    expect(await names({ namespace: 'shop', labels: { part: 'front' } })).toEqual(['settings']);
    expect(await names({ labels: { part: 'front' } })).toEqual(['settings']);
    expect(await names({ namespace: 'shop', name: 'other' })).toEqual(['other']);
    expect(await names({ namespace: 'nowhere' })).toEqual([]);
  });

  test('an object asked for by its labels is found', async () => {
    const found = await api.get(lab, { ...map, namespace: 'shop', labels: { part: 'front' } }, signal);
    expect(found).toMatchObject({ value: { metadata: { name: 'settings' } } });
  });

  test('what is not there is absent: an object, its namespace, its kind', async () => {
    const absent = { kind: 'absent' };
    expect(await api.get(lab, { ...map, namespace: 'shop', name: 'none' }, signal)).toEqual(absent);
    expect(await api.get(lab, { ...map, namespace: 'nowhere', name: 'none' }, signal)).toEqual(absent);
    expect(await api.get(lab, { apiVersion: 'acme.test/v1', kind: 'Gadget', name: 'x' }, signal)).toEqual(
      absent,
    );
    expect(await api.get(lab, { ...map, namespace: 'shop', labels: { part: 'none' } }, signal)).toEqual(
      absent,
    );
  });

  test('an object is created under a name of the cluster, and deleted twice without complaint', async () => {
    const made = await api.create(
      lab,
      { ...map, metadata: { generateName: 'probe-', namespace: 'shop' } },
      signal,
    );
    if (made.kind !== 'found') throw new Error(made.kind);
    const { name } = made.value['metadata'] as { name: string };
    expect(name).toMatch(/^probe-.+/);
    const ref = { ...map, namespace: 'shop', name };
    await api.delete(lab, ref, signal);
    await api.delete(lab, ref, signal);
    expect(await api.get(lab, ref, signal)).toEqual({ kind: 'absent' });
  });

  test('creating what exists is refused with the reason of the cluster', async () => {
    const again = { ...map, metadata: { name: 'settings', namespace: 'shop' } };
    expect(await api.create(lab, again, signal)).toMatchObject({
      kind: 'unknown',
      reason: expect.stringContaining('already exists'),
    });
  });

  test('a manifest that the cluster refuses is a fault that names the object', async () => {
    const lost = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: lost, namespace: nowhere }\n';
    await expect(api.apply(lab, lost, signal)).rejects.toMatchObject({
      code: 'runtime.failed',
      message: expect.stringContaining('ConfigMap'),
    });
  });

  test('a plain request goes to the path of an object and gives whatever comes back', async () => {
    const path = await api.pathOf(lab, { ...map, namespace: 'shop', name: 'settings' }, signal);
    expect(path).toEqual({ kind: 'found', value: '/api/v1/namespaces/shop/configmaps/settings' });
    const get = (at: string) => api.request(lab, { method: 'GET', path: at }, signal);
    expect(await get('/api/v1/namespaces/shop/configmaps/settings')).toMatchObject({
      kind: 'found',
      value: { status: 200, text: expect.stringContaining('"settings"') },
    });
    expect(await get('/api/v1/namespaces/shop/configmaps/none')).toMatchObject({ value: { status: 404 } });
    expect(await api.pathOf(lab, { apiVersion: 'acme.test/v1', kind: 'Gadget' }, signal)).toEqual({
      kind: 'absent',
    });
    expect(await api.request(elsewhere, { method: 'GET', path: '/version' }, signal)).toMatchObject({
      kind: 'unknown',
    });
  });

  test('a cluster that does not answer is unknown, and says why', async () => {
    const asked = await api.get(elsewhere, { ...map, name: 'x' }, signal);
    expect(asked).toMatchObject({ kind: 'unknown', reason: expect.stringContaining('not running') });
  });

  test('an abort throws', async () => {
    const stopped = AbortSignal.abort(new Error('enough'));
    await expect(api.get(lab, { ...map, name: 'x' }, stopped)).rejects.toThrow('enough');
  });
});
