import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LabId } from '#contract/ids.ts';
import { LabWorld } from '../../testing/lab-world.ts';

let world: LabWorld;
beforeEach(() => {
  world = new LabWorld();
});
afterEach(() => world.reconciler.close());

async function readyLab(): Promise<LabId> {
  const { id } = await world.start();
  await world.settle();
  expect(world.state(id)).toBe('ready');
  return id;
}

test('a lab beyond the places waits, knows its place, and begins when another one ends', async () => {
  world.places = 1;
  await world.crash();
  const first = await readyLab();
  const [second, third] = [await world.start(), await world.start()];
  await world.settle();
  const queue = (id: LabId) => world.book.view(world.book.get(id)).queue;
  expect(queue(second.id)).toMatchObject({ place: 1, of: 2, why: expect.stringContaining('places') });
  expect(queue(third.id)).toMatchObject({ place: 2, of: 2 });
  world.stop(first);
  await world.settle();
  expect(world.state(second.id)).toBe('ready');
  expect(queue(second.id)).toBeUndefined();
  expect(queue(third.id)).toMatchObject({ place: 1, of: 1 });
});

test('a lab that waits can be stopped, and the next one moves up', async () => {
  world.places = 1;
  await world.crash();
  await readyLab();
  const [second, third] = [await world.start(), await world.start()];
  await world.settle();
  world.stop(second.id);
  await world.settle();
  expect(world.state(second.id)).toBe('gone');
  expect(world.book.view(world.book.get(third.id)).queue?.place).toBe(1);
});

test('is refused when the user has enough, or the disk is nearly full', async () => {
  world.perUser = 1;
  await world.start();
  await expect(world.start()).rejects.toMatchObject({ code: 'lab.capacity' });
  world.perUser = 5;
  world.facts.left = { ...world.facts.left, freeDiskBytes: 1024 ** 3 };
  await expect(world.start()).rejects.toMatchObject({ code: 'disk.full' });
});

test('what starts took is learnt, and the next start and whoever waits for it are told', async () => {
  world.engine.before = (call, _, signal) =>
    call === 'cluster' ? world.clock.delay(2000, signal) : Promise.resolve();
  world.reconciler.start();
  const { id } = await world.start();
  await world.settle(1);
  expect(world.book.view(world.book.get(id)).estimate).toBeUndefined();
  await world.settle(6);
  expect(world.state(id)).toBe('ready');
  const labs = [await world.start(), await world.start(), await world.start()];
  await world.settle(1);
  const [second, , last] = labs.map((lab) => world.book.view(world.book.get(lab.id)));
  expect(second?.estimate).toMatchObject({ runs: 1, ms: expect.any(Number) });
  expect(second?.estimate?.steps['nodes']).toBeTypeOf('number');
  expect(last?.queue).toMatchObject({ place: 1, why: expect.stringContaining('being started') });
  expect(last?.queue?.expectedAt).toBeGreaterThan(world.clock.now() - 2000);
});

describe('a paused lab', () => {
  async function pausedLab(): Promise<LabId> {
    const id = await readyLab();
    world.pause(id);
    await world.settle();
    expect(world.state(id)).toBe('paused');
    return id;
  }

  test('takes no place, and waits for one when it is resumed', async () => {
    world.places = 1;
    await world.crash();
    const id = await pausedLab();
    const other = await readyLab();
    world.resume(id);
    await world.settle();
    expect(world.state(id)).toBe('resuming');
    expect(world.book.view(world.book.get(id)).queue).toMatchObject({ place: 1, of: 1 });
    expect(world.engine.calls).not.toContain('start');
    world.stop(other);
    await world.settle();
    expect(world.state(id)).toBe('ready');
  });

  test('that waits goes back to rest when that is wanted', async () => {
    world.places = 1;
    await world.crash();
    const id = await pausedLab();
    await readyLab();
    world.resume(id);
    await world.settle();
    world.pause(id);
    await world.settle();
    expect(world.state(id)).toBe('paused');
    expect(world.book.view(world.book.get(id)).queue).toBeUndefined();
  });

  test('that is reset waits for room, too', async () => {
    world.places = 1;
    await world.crash();
    const id = await pausedLab();
    await readyLab();
    world.reset(id);
    await world.settle();
    expect(world.state(id)).toBe('resetting');
    expect(world.book.view(world.book.get(id)).queue).toMatchObject({ place: 1 });
  });
});
