import { expect, test } from 'vitest';
import { object, pod, TestLab } from '../../../testing/test-lab.ts';

const map = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'shop', name: 'colours' };
const isRed = [{ cel: "self.data.main == 'red'", say: 'the main colour is red' }];

function labWith(...objects: object[]): TestLab {
  const lab = new TestLab();
  lab.objects = objects as never;
  return lab;
}

test('an object that is as expected passes', async () => {
  const lab = labWith(object('ConfigMap', 'colours', 'shop', { data: { main: 'red' } }));
  expect(await lab.look({ type: 'k8s.object', ref: map, expect: isRed })).toMatchObject({
    verdict: 'pass',
    expected: 'ConfigMap shop/colours: the main colour is red',
  });
});

test('an object with another value fails and shows what was found', async () => {
  const lab = labWith(object('ConfigMap', 'colours', 'shop', { data: { main: 'blue' } }));
  const finding = await lab.look({ type: 'k8s.object', ref: map, expect: isRed, show: 'self.data' });
  expect(finding).toMatchObject({
    verdict: 'fail',
    found: 'not so: the main colour is red; found {"main":"blue"}',
  });
});

test('a field that is not there counts as false, with the reason', async () => {
  const finding = await labWith(object('ConfigMap', 'colours', 'shop')).look({
    type: 'k8s.object',
    ref: map,
    expect: isRed,
  });
  expect(finding).toMatchObject({
    verdict: 'fail',
    found: 'not so: the main colour is red (No such key: data)',
  });
});

test('an object that is not there fails, or passes when it must not be there', async () => {
  expect((await labWith().look({ type: 'k8s.object', ref: map })).verdict).toBe('fail');
  expect((await labWith().look({ type: 'k8s.object', ref: map, exists: false })).verdict).toBe('pass');
});

test('an API server that does not answer makes every check of it unknown', async () => {
  const lab = new TestLab();
  lab.objects = 'connection refused';
  const checks = [
    { type: 'k8s.object', ref: map },
    { type: 'k8s.list', ref: { apiVersion: 'v1', kind: 'Pod' }, expect: [{ cel: 'true', say: 'x' }] },
    { type: 'k8s.rollout', ref: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'a', name: 'b' } },
    { type: 'runtime.is', of: { namespace: 'a' }, expect: 'runc' },
    {
      type: 'net.connect',
      from: { pod: { namespace: 'a' } },
      to: { machine: 'cp', port: 1 },
      expect: 'blocked',
    },
  ];
  for (const check of checks) {
    const { verdict, found } = await lab.look(check);
    expect([verdict, found]).toEqual(['unknown', 'could not be observed: connection refused']);
  }
});

test('a list is judged as a whole', async () => {
  const lab = labWith(pod('web', 'shop', {}));
  const check = { type: 'k8s.list', ref: { apiVersion: 'v1', kind: 'Pod', namespace: 'shop' } };
  expect((await lab.look({ ...check, expect: [{ cel: 'items.size() == 1', say: 'one' }] })).verdict).toBe(
    'pass',
  );
  const finding = await lab.look({ ...check, expect: [{ cel: 'items.size() == 2', say: 'there are two' }] });
  expect(finding).toMatchObject({ verdict: 'fail', found: 'not so: there are two (1 Pod objects)' });
});

const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' };
const rolledOut = (status: object) =>
  labWith(
    object('Deployment', 'web', 'shop', { metadata: { generation: 2 }, spec: { replicas: 2 }, status }),
  );

test('a rollout passes when the newest template runs and is ready', async () => {
  const status = { observedGeneration: 2, replicas: 2, updatedReplicas: 2, readyReplicas: 2 };
  expect((await rolledOut(status).look({ type: 'k8s.rollout', ref: deployment, minReady: 2 })).verdict).toBe(
    'pass',
  );
});

test('a rollout fails while old Pods remain, none is ready, or it was not looked at yet', async () => {
  const broken = [
    { observedGeneration: 2, replicas: 3, updatedReplicas: 2, readyReplicas: 3 },
    { observedGeneration: 2, replicas: 2, updatedReplicas: 2 },
    { observedGeneration: 1, replicas: 2, updatedReplicas: 2, readyReplicas: 2 },
  ];
  for (const status of broken) {
    expect((await rolledOut(status).look({ type: 'k8s.rollout', ref: deployment })).verdict).toBe('fail');
  }
  expect((await labWith().look({ type: 'k8s.rollout', ref: deployment })).found).toBe(
    'there is no Deployment shop/web',
  );
});

test('a DaemonSet is ready when every node has its Pod', async () => {
  const ref = { apiVersion: 'apps/v1', kind: 'DaemonSet', namespace: 'kube-system', name: 'net' };
  const state = (numberReady: number) =>
    labWith(
      object('DaemonSet', 'net', 'kube-system', {
        spec: {},
        status: { desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberReady },
      }),
    );
  expect((await state(2).look({ type: 'k8s.rollout', ref })).verdict).toBe('pass');
  expect((await state(1).look({ type: 'k8s.rollout', ref, minReady: 2 })).verdict).toBe('fail');
});

test('too many restarts fail a rollout', async () => {
  const lab = rolledOut({ observedGeneration: 2, replicas: 1, updatedReplicas: 1, readyReplicas: 1 });
  const [workload] = lab.objects as { spec: object }[];
  Object.assign(workload?.spec ?? {}, { selector: { matchLabels: { app: 'web' } } });
  const status = {
    phase: 'Running',
    conditions: [{ type: 'Ready', status: 'True' }],
    containerStatuses: [{ restartCount: 4 }],
  };
  (lab.objects as object[]).push(pod('web-1', 'shop', { app: 'web' }, { status }));
  const check = { type: 'k8s.rollout', ref: deployment };
  expect((await lab.look({ ...check, maxRestarts: 4 })).verdict).toBe('pass');
  expect((await lab.look({ ...check, maxRestarts: 3 })).verdict).toBe('fail');
});
