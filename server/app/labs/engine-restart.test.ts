import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Fault } from '#domain/fault.ts';
import { LabWorld } from '../../testing/lab-world.ts';
import { pausedLab, readyLab, running } from '../../testing/settled-labs.ts';

let world: LabWorld;
beforeEach(() => {
  world = new LabWorld();
  world.reconciler.start();
});
afterEach(() => world.reconciler.close());

const file = { path: '/root/work', content: 'mine', mode: '0600', uid: 0, gid: 0 };

describe('an engine that begins anew', () => {
  const restart = (at = world.clock.now()): void => world.engine.world.restartEngine(at);

  test.each(['cluster', 'host'])(
    'pauses a ready lab, a %s, says why, and loses nothing of it',
    async (name) => {
      const id = await readyLab(world, name);
      const { attempt, vars } = world.book.get(id);
      await world.engine.put(id, 'workstation', [file], new AbortController().signal);
      restart();
      await world.settle();
      expect(world.store.get(id)).toMatchObject({
        state: 'paused',
        wanted: 'paused',
        problem: {
          code: 'engine.restarted',
          remedy: expect.stringContaining('Nothing on its disks was lost'),
        },
        keptUntil: expect.any(Number),
      });
      expect(running(world, id)).toEqual([]);
      expect([world.released, world.ended]).toEqual([[id], [id]]);
      world.resume(id);
      await world.settle();
      expect(world.store.get(id)).toMatchObject({ state: 'ready', problem: undefined, attempt, vars });
      expect(world.engine.world.machine(id, 'workstation').files.has(file.path)).toBe(true);
    },
  );

  test('is told from a machine that ends on its own, whichever comes first', async () => {
    const id = await readyLab(world);
    world.engine.world.machine(id, 'worker').running = false;
    restart();
    await world.settle(6);
    expect(world.store.get(id)).toMatchObject({ state: 'failed', problem: { code: 'runtime.failed' } });
  });

  test('stops the clock of the attempt when the machines ended, not when somebody looked', async () => {
    const id = await readyLab(world);
    world.clock.advance(60_000);
    const ended = world.clock.now();
    await world.reconciler.close();
    world.clock.advance(8 * 3_600_000);
    restart(ended);
    await world.crash();
    await world.settle();
    expect(world.book.get(id).pausedAt).toBe(ended);
  });

  test.each([
    ['nobody knows when', () => 0, 'readyAt'],
    ['clocks differ', () => world.clock.now() + 3_600_000, 'now'],
  ])('stops it at a time that can be, where %s', async (_, at, expected) => {
    const id = await readyLab(world);
    const { readyAt } = world.book.get(id);
    restart(at());
    const now = world.clock.now();
    await world.settle();
    const { pausedAt = 0 } = world.book.get(id);
    if (expected === 'readyAt') expect(pausedAt).toBe(readyAt);
    else expect(pausedAt - now).toBeLessThan(10_000);
  });

  test('still says why when the pause did not succeed at once', async () => {
    const id = await readyLab(world);
    world.engine.world.failNext('stop', new Fault('engine.refused', 'busy', { remedy: 'wait' }));
    restart();
    await world.settle(6);
    expect(world.store.get(id)).toMatchObject({ state: 'paused', problem: { code: 'engine.restarted' } });
    expect(running(world, id)).toEqual([]);
  });

  test('is found out by a server that comes back after it', async () => {
    const id = await readyLab(world, 'host');
    await world.reconciler.close();
    restart();
    await world.crash();
    await world.settle();
    expect(world.store.get(id)).toMatchObject({ state: 'paused', problem: { code: 'engine.restarted' } });
  });

  test('leaves a paused lab as it is, with what its learner knows of it', async () => {
    const id = await pausedLab(world);
    restart();
    await world.settle();
    expect(world.store.get(id)).toMatchObject({ state: 'paused', problem: undefined });
  });

  test('lets each lab come back when there is room', async () => {
    world.places = 1;
    const labs = [await readyLab(world, 'host')];
    restart();
    await world.settle();
    labs.push(await readyLab(world, 'host'));
    await world.crash();
    const [first] = labs;
    if (first === undefined) throw new Error('no lab');
    world.resume(first);
    await world.settle();
    expect(world.book.view(world.book.get(first))).toMatchObject({ state: 'resuming', queue: { place: 1 } });
  });
});
