import { expect, test } from 'vitest';
import { LeafCheck } from '#contract/scenario/checks.ts';
import { sampleScenario } from '../../testing/sample-scenario.ts';
import { object, TestLab } from '../../testing/test-lab.ts';
import { NetworkPatience } from './network-patience.ts';
import { openScene } from './open-scene.ts';

const connect = LeafCheck.parse({
  id: 'door',
  title: 'Door',
  type: 'net.connect',
  from: { machine: 'cp' },
  to: { service: 'shop/web', port: 80 },
  expect: 'open',
});
const listen = LeafCheck.parse({
  id: 'port',
  title: 'Port',
  type: 'node.process',
  on: 'cp',
  name: 'nginx',
  running: true,
});

/** How long a check waits before its first look, in milliseconds, when a policy was made some seconds ago. */
async function waits(check: LeafCheck, secondsAgo: number): Promise<number> {
  const lab = new TestLab();
  const deps = lab.deps();
  const { signal } = new AbortController();
  const began = deps.clock.now();
  const creationTimestamp = new Date(began - secondsAgo * 1000).toISOString();
  lab.objects = [object('NetworkPolicy', 'deny', 'shop', { metadata: { creationTimestamp } })];
  await deps.calm.begin(lab.id, deps.clusterApi, signal);
  const { scene } = openScene({ deps, lab: lab.id, vars: {}, run: 'run-a', file: lab.file, signal });
  await new NetworkPatience(scene, deps.calm, sampleScenario()).before(check);
  return scene.clock.now() - began;
}

test('a check of the network waits until its latest change is a moment old', async () => {
  expect(await waits(connect, 0)).toBe(1500);
  // The API server's times are whole seconds.
  expect(await waits(connect, 2)).toBe(500);
  expect(await waits(connect, 10)).toBe(0);
});

test('other checks do not', async () => {
  expect(await waits(listen, 0)).toBe(0);
});
