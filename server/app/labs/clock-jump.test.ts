import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LabId } from '#contract/ids.ts';
import { LabWorld } from '../../testing/lab-world.ts';

// A laptop sleeps for the night, a clock is set, a virtual machine is moved: the time of day jumps, and nobody has waited.

const hours = 3_600_000;
const jumps = [
  ['forward by a night', 9 * hours],
  ['forward by a year', 365 * 24 * hours],
  ['backward by a day', -24 * hours],
] as const;

let world: LabWorld;
beforeEach(() => {
  world = new LabWorld();
  world.reconciler.start();
});
afterEach(() => world.reconciler.close());

const never = (signal: AbortSignal): Promise<void> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));

async function readyLab(): Promise<LabId> {
  const { id } = await world.start('host');
  await world.settle();
  expect(world.state(id)).toBe('ready');
  return id;
}

const minutes = (n: number): Promise<void> => {
  world.clock.advance(n * 60_000);
  return world.settle(2);
};

describe.each(jumps)('a clock that jumps %s', (_, ms) => {
  test('ends no lab, and warns of no end', async () => {
    const id = await readyLab();
    await minutes(10);
    world.clock.jump(ms);
    await world.settle();
    expect(world.state(id)).toBe('ready');
    expect(world.book.view(world.book.get(id)).idleEndsAt).toBeUndefined();
  });

  test('takes no time from a lab that was warned: it is paused when the rest of its time is over', async () => {
    const id = await readyLab();
    await minutes(52);
    world.clock.jump(ms);
    await world.settle(1);
    const { idleEndsAt = 0 } = world.book.view(world.book.get(id));
    expect(idleEndsAt - world.clock.now()).toBeGreaterThan(5 * 60_000);
    expect(idleEndsAt - world.clock.now()).toBeLessThan(8 * 60_000);
    await minutes(5);
    expect(world.state(id)).toBe('ready');
    await minutes(5);
    expect(world.state(id)).toBe('paused');
  });

  test('neither ends a start nor gives it more time than it has', async () => {
    world.engine.before = (call, _lab, signal) => (call === 'host' ? never(signal) : Promise.resolve());
    const { id } = await world.start('host');
    await world.settle();
    world.clock.jump(ms);
    await world.settle();
    expect(world.state(id)).toBe('preparing');
    world.clock.advance(600_000);
    await world.settle();
    expect(world.store.get(id)).toMatchObject({ state: 'failed', problem: { code: 'deadline.passed' } });
  });

  test('leaves a machine that restarts the time that it has to come back', async () => {
    const id = await readyLab();
    world.engine.lose(id, 'docker-host');
    await world.settle(1);
    world.clock.jump(ms);
    await world.settle(1);
    expect(world.state(id)).toBe('ready');
    await world.settle(4);
    expect(world.state(id)).toBe('failed');
  });

  test('is no time that a start took', async () => {
    let door: () => void = () => undefined;
    world.engine.before = (call) =>
      call === 'host' ? new Promise((resolve) => (door = resolve)) : Promise.resolve();
    const { id } = await world.start('host');
    await world.settle(2);
    world.clock.jump(ms);
    world.engine.before = async () => undefined;
    door();
    await world.settle();
    expect(world.state(id)).toBe('ready');
    const [start] = world.durations.recent('host', 'start');
    expect(start?.totalMs).toBeLessThan(60_000);
    for (const time of [start?.totalMs, ...Object.values(start?.steps ?? {})]) {
      expect(time).toBeGreaterThanOrEqual(0);
      expect(time).toBeLessThan(60_000);
    }
  });
});
