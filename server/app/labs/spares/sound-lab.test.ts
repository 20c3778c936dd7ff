import { expect, test } from 'vitest';
import { MemoryClusterApi } from '#adapters/memory/cluster-api.ts';
import { CountingIds } from '#adapters/memory/ids.ts';
import { MemoryMachines } from '#adapters/memory/machines.ts';
import { MemoryWorld } from '#adapters/memory/machines-world.ts';
import { hostScenario, scenario } from '../../../testing/scenarios.ts';
import { newLab } from '../new-lab.ts';
import { isSound } from './sound-lab.ts';

function trial(loaded = scenario('cluster', { environment: { kind: 'cluster', nodes: 1 } })) {
  const world = new MemoryWorld();
  const clusterApi = new MemoryClusterApi();
  const lab = newLab(
    { ids: new CountingIds(), clock: { now: () => 1 }, seed: () => 'seed' },
    loaded.scenario,
  );
  world.lab(lab.id).network = true;
  for (const name of ['workstation', 'cp']) world.addMachine(lab.id, { name, role: 'node', image: 'x' });
  clusterApi.start(lab.id);
  clusterApi.answering(({ path }) => (path === '/readyz' ? { status: 200, text: 'ok' } : undefined));
  const ask = () => isSound({ machines: new MemoryMachines(world), clusterApi }, lab, loaded);
  return { world, clusterApi, lab, ask };
}

test('is a lab whose machines run and whose API server answers', async () => {
  expect(await trial().ask()).toBe(true);
});

test('is none that has lost a machine, or whose API server is away or not well', async () => {
  const lost = trial();
  lost.world.labs.get(lost.lab.id)?.machines.delete('cp');
  expect(await lost.ask()).toBe(false);
  const away = trial();
  away.clusterApi.stop(away.lab.id);
  expect(await away.ask()).toBe(false);
  const unwell = trial();
  unwell.clusterApi.answering(() => ({ status: 500, text: 'etcd failed' }));
  expect(await unwell.ask()).toBe(false);
});

test('needs no API server where there is no cluster', async () => {
  const host = trial(hostScenario('host'));
  host.clusterApi.stop(host.lab.id);
  expect(await host.ask()).toBe(false);
  host.world.addMachine(host.lab.id, { name: 'docker-host', role: 'host', image: 'x' });
  expect(await host.ask()).toBe(true);
});
