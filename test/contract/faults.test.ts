import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { LabWorld } from '../../server/testing/lab-world.ts';
import { FaultsWorld, labOf } from './faults-world.ts';
import { unstopped } from './trial-world.ts';

let world: FaultsWorld;

/** The steps of a start as the table of its actions tells them, found by one start over memory. */
const steps = await (async (): Promise<string[]> => {
  const memory = new LabWorld();
  memory.reconciler.start();
  const { id } = await memory.start('host');
  await memory.settle();
  await memory.reconciler.close();
  const begun = memory.store.get(id)?.steps.filter(({ phase }) => phase === 'begin') ?? [];
  return [...new Set(begun.map((step) => step.id))];
})();

beforeAll(async () => {
  world = await FaultsWorld.open();
});
afterEach(async () => {
  // Looked at while the lab is there, so that its volumes are known when it is gone.
  await world.left();
  expect(world.wrongRecords()).toEqual([]);
});
afterAll(() => world.close());

test('the table of a start tells more than its beginning and its end', () => {
  expect(steps).toEqual(expect.arrayContaining(['clear', 'network', 'workstation', 'observers', 'ssh']));
});

describe('a server that is killed', () => {
  test('at each step of a start, one after the other, makes the lab whole in the end', async () => {
    const lab = await world.server.start();
    const tried: string[] = [];
    // What the memory world sets up without telling is a step of its own here.
    for (const step of [...steps, 'setup']) {
      await world.server.begins(step);
      await world.killServer();
      tried.push(step);
    }
    expect(tried).toEqual([...steps, 'setup']);
    await world.server.is(lab, 'ready');
    const [seen] = await world.machines.seen(unstopped());
    expect(seen?.machines.map(({ name, running }) => [name, running]).sort()).toEqual([
      ['docker-host', true],
      ['observer-docker-host', true],
      ['observer-workstation', true],
      ['workstation', true],
    ]);
    await world.stop(lab);
    expect(await world.leaked()).toEqual([]);
  });

  test('while it removes a lab removes it after it has come back', async () => {
    const lab = await world.server.start();
    await world.server.is(lab, 'ready');
    await world.left();
    world.server.tell({ do: 'stop', lab });
    await world.server.is(lab, 'stopping');
    await world.killServer();
    await world.server.is(lab, 'gone');
    expect(await world.leaked()).toEqual([]);
  });
});

test.each(steps)('a lab that is stopped while it does "%s" leaves nothing', async (step) => {
  const lab = await world.server.start();
  await world.server.begins(step);
  await world.stop(lab);
  expect(await world.leaked()).toEqual([]);
});

test('a machine that is killed makes the lab fail with what to do, and a reset makes it whole', async () => {
  const lab = await world.server.start();
  await world.server.is(lab, 'ready');
  await world.docker.getContainer(`${lab}-docker-host`).kill({ signal: 'SIGKILL' });
  const { problem } = await world.server.is(lab, 'failed');
  expect(problem).toMatchObject({
    message: expect.stringContaining('docker-host'),
    remedy: expect.stringContaining('Reset'),
  });
  world.server.tell({ do: 'reset', lab });
  await world.server.is(lab, 'ready');
  await world.stop(lab);
  expect(await world.leaked()).toEqual([]);
});

test('two browsers that start the same thing at once each get a lab, and both go', async () => {
  world.server.tell({ do: 'start', scenario: 'host' });
  world.server.tell({ do: 'start', scenario: 'host' });
  const ready = [
    await world.server.until(({ state }) => state === 'ready'),
    await world.server.until(({ state }) => state === 'ready'),
  ];
  expect(new Set(ready.map(({ lab }) => lab)).size).toBe(2);
  for (const said of ready) await world.stop(labOf(said));
  expect(await world.leaked()).toEqual([]);
});

test('twenty starts and stops in a row leave nothing', async () => {
  const moments = ['requested', 'network', 'workstation', 'host-docker-host', 'ready'];
  for (let round = 0; round < 20; round += 1) {
    const lab = await world.server.start();
    const moment = moments[round % moments.length] ?? '';
    if (moment === 'ready') await world.server.is(lab, 'ready');
    else if (moment !== 'requested') await world.server.begins(moment);
    await world.stop(lab);
  }
  expect(await world.leaked()).toEqual([]);
});
