import { expect, test } from 'vitest';
import type { KubeObject } from '#ports/cluster-api.ts';
import { object, TestLab } from '../../testing/test-lab.ts';
import { NetworkCalm } from './network-calm.ts';

const at = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;

/** A cluster with one Pod and one policy, both made some seconds before the question. */
function trial() {
  const lab = new TestLab();
  const { clock, clusterApi } = lab.deps();
  const calm = new NetworkCalm(clock);
  const { signal } = new AbortController();
  const made = (kind: string, secondsAgo: number, more: object = {}): KubeObject => {
    const creationTimestamp = at(clock.now() - secondsAgo * 1000);
    return object(kind, kind.toLowerCase(), 'shop', { metadata: { creationTimestamp, ...more } });
  };
  lab.objects = [made('Pod', 300), made('NetworkPolicy', 60)];
  return {
    lab,
    made,
    begin: () => calm.begin(lab.id, clusterApi, signal),
    pass: (ms: number) => clock.delay(ms, signal),
    /** In whole seconds, up to the second that the API server rounds. */
    calmFor: async () => Math.round((clock.now() - (await calm.since(lab.id, clusterApi, signal))) / 1000),
  };
}

test('a network is calm since its newest object was made', async () => {
  const { begin, calmFor } = trial();
  await begin();
  expect(await calmFor()).toBe(59);
});

test('a change, an end that has begun and a kind that no scenario names count as well', async () => {
  const { lab, made, begin, calmFor } = trial();
  await begin();
  const ago = (seconds: number): string => at(1_700_000_000_000 - seconds * 1000);
  lab.objects = [made('Pod', 300, { managedFields: [{ time: ago(30) }, {}] }), made('NetworkPolicy', 60)];
  expect(await calmFor()).toBe(29);
  lab.objects = [made('Pod', 300), made('NetworkPolicy', 60, { deletionTimestamp: ago(20) })];
  expect(await calmFor()).toBe(19);
  lab.objects = [made('Pod', 300), made('NetworkPolicy', 60), made('CiliumNetworkPolicy', 10)];
  expect(await calmFor()).toBe(9);
});

test('what is gone was a change when it was missed, and stays one', async () => {
  const { lab, made, begin, pass, calmFor } = trial();
  await begin();
  lab.objects = [made('Pod', 300)];
  expect(await calmFor()).toBe(0);
  await pass(5000);
  expect(await calmFor()).toBe(5);
});

test('where it cannot be told, something has just changed', async () => {
  const { lab, begin, calmFor } = trial();
  expect(await calmFor()).toBe(0);
  await begin();
  lab.objects = 'the API server does not answer';
  expect(await calmFor()).toBe(0);
});

test('a learner who writes a time into the future gains no patience beyond that of a change now', async () => {
  const { lab, made, begin, calmFor } = trial();
  await begin();
  lab.objects = [made('Pod', 300), made('NetworkPolicy', -3600)];
  expect(await calmFor()).toBe(0);
});
