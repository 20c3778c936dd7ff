import type Docker from 'dockerode';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { FaultsWorld } from './faults-world.ts';
import { builtImage, isEmpty, settled } from './image-trial.ts';
import { SecondEngine } from './second-engine.ts';
import { unstopped } from './trial-world.ts';

// What becomes of labs when their engine goes away, hangs, or has no room left.

let engine: SecondEngine;
let world: FaultsWorld;
/** Of another installation. Comes back with the engine by itself, and is nobody's business here. */
let bystander: Docker.Container;

beforeAll(async () => {
  engine = await SecondEngine.start();
  world = await FaultsWorld.open(engine);
  bystander = await engine.docker.createContainer({
    Image: await builtImage('workstation'),
    Cmd: ['sleep', 'infinity'],
    Labels: { 'cks-lab/owner': 'somebody-else', 'cks-lab/lab': 'lab-abcdefgh' },
    HostConfig: { Init: true, RestartPolicy: { Name: 'always' } },
  });
  await bystander.start();
});
afterEach(async () => {
  expect(await world.leaked()).toEqual([]);
  expect(await settled(() => engine.holds([bystander.id]), isEmpty)).toEqual([]);
  expect((await bystander.inspect()).State.Running).toBe(true);
  expect(world.wrongRecords()).toEqual([]);
});
afterAll(async () => {
  await world?.close();
  await engine?.remove();
});

test.each([
  ['restarted', () => engine.restart()],
  ['killed', () => engine.kill()],
] as const)(
  'an engine that is %s pauses a ready lab, which comes back with its files; one that was being made says what to do',
  async (_, strike) => {
    const ready = await world.server.start();
    await world.server.is(ready, 'ready');
    const file = { path: '/etc/work', content: 'mine', mode: '0600', uid: 0, gid: 0 };
    await world.machines.put(ready, 'docker-host', [file], unstopped());
    const starting = await world.server.start();
    await world.server.begins('host-docker-host');
    await strike();
    const both = await world.server.reached([
      [ready, 'paused'],
      [starting, 'failed'],
    ]);
    expect(both.get(ready)?.problem).toMatchObject({
      code: 'engine.restarted',
      remedy: expect.stringContaining('Nothing on its disks was lost'),
    });
    expect(both.get(starting)?.problem?.remedy).toMatch(/Reset the lab|Check that Docker runs/);
    world.server.tell({ do: 'resume', lab: ready });
    world.server.tell({ do: 'reset', lab: starting });
    await world.server.all([ready, starting], 'ready');
    const limits = { signal: unstopped(), timeoutMs: 10_000 };
    const kept = await world.machines.exec(ready, 'docker-host', ['/bin/cat', file.path], limits);
    expect(kept.stdout).toBe('mine');
    await world.stop(ready);
    await world.stop(starting);
  },
);

test('an engine that hangs keeps nobody from stopping a lab, which goes when it answers again', async () => {
  const lab = await world.server.start();
  await world.server.begins('host-docker-host');
  await world.left();
  const goOn = await engine.hang();
  world.server.tell({ do: 'stop', lab });
  await world.server.is(lab, 'stopping');
  await goOn();
  await world.server.is(lab, 'gone');
});

test('an engine whose disk is full says so, lets labs go, and makes the lab when there is room again', async () => {
  const before = await world.server.start();
  await world.server.is(before, 'ready');
  await world.left();
  const makeRoom = await engine.fill();
  const lab = await world.server.start();
  const { problem } = await world.server.is(lab, 'failed');
  expect(problem).toMatchObject({
    code: 'disk.full',
    message: expect.stringContaining('its disk is full'),
    remedy: expect.stringContaining('Stop a lab'),
  });
  await world.stop(before);
  expect(await world.leaked()).toEqual([]);
  await makeRoom();
  world.server.tell({ do: 'reset', lab });
  await world.server.is(lab, 'ready');
  await world.stop(lab);
});
