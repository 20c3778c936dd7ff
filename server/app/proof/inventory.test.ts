import { expect, test } from 'vitest';
import { object, TestLab } from '../../testing/test-lab.ts';
import type { KubeObject } from '#ports/cluster-api.ts';
import { inventoryFaults, takeInventory } from './inventory.ts';

const node = (spec: object): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: 'cp', labels: { role: 'cp' } },
  spec: { podCIDR: '10.244.0.0/24', ...spec },
});

async function faultsBetween(before: KubeObject, after: KubeObject): Promise<string[]> {
  const lab = new TestLab();
  lab.runs = () => ({ exit: 0, stdout: '', stderr: '' });
  const take = (objects: KubeObject[]) => {
    lab.objects = objects;
    const environment = { kind: 'cluster' as const, nodes: 1, hosts: [] };
    return takeInventory({
      lab: lab.id,
      environment,
      deps: lab.deps(),
      signal: new AbortController().signal,
    });
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
