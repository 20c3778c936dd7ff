import { expect, test } from 'vitest';
import { object, TestLab } from '../../testing/test-lab.ts';
import type { Environment } from '#contract/scenario/scenario.ts';
import type { KubeObject } from '#ports/cluster-api.ts';
import { probeMark } from '../grading/probe-pod.ts';
import { inventoryFaults, takeInventory } from './inventory.ts';

const node = (spec: object): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: 'cp', labels: { role: 'cp' } },
  spec: { podCIDR: '10.244.0.0/24', ...spec },
});

const cluster: Environment = { kind: 'cluster', nodes: 1, hosts: [] };
const inventoryOf = (lab: TestLab, environment: Environment) =>
  takeInventory({ lab: lab.id, environment, deps: lab.deps(), signal: new AbortController().signal });

const host: Environment = { kind: 'host', hosts: [{ name: 'box', image: 'host', files: [] }] };

async function faultsBetween(before: KubeObject, after: KubeObject): Promise<string[]> {
  const lab = new TestLab();
  lab.runs = () => ({ exit: 0, stdout: '', stderr: '' });
  const take = (objects: KubeObject[]) => {
    lab.objects = objects;
    return inventoryOf(lab, cluster);
  };
  return inventoryFaults(await take([before]), await take([after]));
}

test('a node that was away for a moment is the same node', async () => {
  const away = {
    key: 'node.kubernetes.io/not-ready',
    effect: 'NoSchedule',
    timeAdded: '2026-11-26T10:00:00Z',
  };
  expect(await faultsBetween(node({}), node({ taints: [away] }))).toEqual([]);
  expect(await faultsBetween(node({ taints: [away] }), node({}))).toEqual([]);
});

test('a taint that somebody set is a change, told with its field and both values', async () => {
  const own = { key: 'dedicated', value: 'red', effect: 'NoSchedule' };
  expect(await faultsBetween(node({ taints: [own] }), node({ taints: [{ ...own, value: 'blue' }] }))).toEqual(
    ['grading changed Node cp: spec.taints.0.value "red" → "blue"'],
  );
});

test('what the cluster writes by itself is no change; what came and what went is told', async () => {
  const map = (name: string) => object('ConfigMap', name, 'shop', { data: { word: 'red' } });
  expect(await faultsBetween(map('a'), map('b'))).toEqual([
    'grading left ConfigMap shop/b',
    'grading removed ConfigMap shop/a',
  ]);
  const written = { ...map('a'), status: { seen: 2 } };
  expect(await faultsBetween({ ...map('a'), status: { seen: 1 } }, written)).toEqual([]);
});

test('a container that grading left on a host is told', async () => {
  const lab = new TestLab();
  const take = (containers: string) => {
    lab.runs = ([program]) => ({
      exit: 0,
      stdout: program === '/usr/bin/docker' ? containers : '',
      stderr: '',
    });
    return inventoryOf(lab, host);
  };
  const before = await take('app\ta1\n');
  expect(inventoryFaults(before, await take('app\ta1\nprobe\tb2\n'))).toEqual([
    'grading left container probe on box',
  ]);
  expect(inventoryFaults(before, await take('app\tc3\n'))).toEqual([
    'grading changed container app on box: "a1" → "c3"',
  ]);
});

test('what cannot be listed is no empty inventory', async () => {
  const lab = new TestLab();
  lab.runs = () => ({ exit: 0, stdout: '', stderr: '' });
  lab.objects = 'connection refused';
  await expect(inventoryOf(lab, cluster)).rejects.toThrow(
    'Namespaces there are is not known: connection refused',
  );
  lab.runs = ([program]) => ({
    exit: program === '/usr/bin/docker' ? 1 : 0,
    stdout: '',
    stderr: 'no engine\n',
  });
  await expect(inventoryOf(lab, host)).rejects.toThrow('what containers box has is not known: no engine');
});

test('a Pod that an earlier grading left behind is told, though it was there before', async () => {
  const probe = object('Pod', 'grader-run-1', 'shop', {});
  const marked = {
    ...probe,
    metadata: { ...(probe['metadata'] as object), annotations: { [probeMark]: 'run' } },
  };
  expect(await faultsBetween(marked, marked)).toEqual(['grading left Pod shop/grader-run-1']);
  expect(await faultsBetween(probe, probe)).toEqual([]);
});

test('a request for a certificate is a trace, but for those that a kubelet makes for itself', async () => {
  const request = (name: string, username: string) => ({
    apiVersion: 'certificates.k8s.io/v1',
    kind: 'CertificateSigningRequest',
    metadata: { name },
    spec: { username },
  });
  const node = request('csr-a', 'system:node:cp');
  expect(await faultsBetween(node, request('csr-b', 'system:node:worker'))).toEqual([]);
  expect(await faultsBetween(node, request('mine', 'admin'))).toEqual([
    'grading left CertificateSigningRequest mine',
  ]);
});
