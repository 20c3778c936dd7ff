import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LabId } from '#contract/ids.ts';
import { Fault } from '#domain/fault.ts';
import { LabWorld } from '../../testing/lab-world.ts';
import { pausedLab, readyLab, running } from '../../testing/settled-labs.ts';

let world: LabWorld;
beforeEach(() => {
  world = new LabWorld();
  world.reconciler.start();
});
afterEach(() => world.reconciler.close());

const never = (signal: AbortSignal): Promise<void> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));

const ended = (id: LabId): string[] =>
  (world.store.get(id)?.steps ?? []).flatMap((step) => (step.phase === 'end' && step.ok ? [step.id] : []));

describe('a lab that is paused', () => {
  test('has ended its shells and stopped its machines, and nothing of it is gone', async () => {
    const id = await readyLab(world);
    const machines = running(world, id).length;
    expect(world.pause(id)).toMatchObject({ state: 'pausing', steps: [] });
    await world.settle();
    expect(world.book.view(world.book.get(id))).toMatchObject({
      state: 'paused',
      pausedAt: expect.any(Number),
    });
    expect(ended(id)).toEqual(['shells', 'stop']);
    expect(world.ended).toEqual([id]);
    expect(running(world, id)).toEqual([]);
    expect(world.engine.world.labs.get(id)?.machines.size).toBe(machines);
  });

  test('comes back with everything, told in steps, and the same attempt', async () => {
    const id = await pausedLab(world);
    const { attempt, vars, readyAt } = world.book.get(id);
    expect(world.resume(id).state).toBe('resuming');
    await world.settle();
    expect(world.store.get(id)).toMatchObject({ state: 'ready', wanted: 'ready', attempt, vars, readyAt });
    expect(ended(id)).toEqual(['machines', 'control-plane', 'cni', 'dns']);
    expect(running(world, id)).toContain('observer-cp');
  });

  test('wakes its hosts', async () => {
    const id = await pausedLab(world, 'host');
    world.resume(id);
    await world.settle();
    expect(world.state(id)).toBe('ready');
    expect(ended(id)).toEqual(['machines', 'host-docker-host']);
  });

  test('says how long both usually take, once it is known', async () => {
    const id = await pausedLab(world);
    expect(world.durations.recent('cluster', 'pause')).toHaveLength(1);
    world.resume(id);
    await world.settle();
    expect(world.durations.recent('cluster', 'resume')[0]?.steps).toHaveProperty('dns');
  });

  test('has a clock that stands still, over several pauses', async () => {
    const id = await readyLab(world);
    for (const hours of [1, 2]) {
      world.pause(id);
      await world.settle();
      world.clock.advance(hours * 3_600_000);
      world.resume(id);
      await world.settle();
    }
    const { pausedAt, pausedMs = 0 } = world.book.get(id);
    expect(pausedAt).toBeUndefined();
    expect(pausedMs).toBeGreaterThanOrEqual(3 * 3_600_000);
    expect(pausedMs).toBeLessThan(3 * 3_600_000 + 60_000);
    const [attempt] = world.store.attempts();
    expect(attempt?.pausedMs).toBe(pausedMs);
  });

  test('ends the time of its attempt where it was paused', async () => {
    const id = await pausedLab(world);
    const { pausedAt } = world.book.get(id);
    world.clock.advance(3_600_000);
    world.stop(id);
    await world.settle();
    expect(world.store.attempts()[0]?.endedAt).toBe(pausedAt);
    expect(world.engine.has(id)).toBe(false);
  });

  test('may be reset to its start', async () => {
    const id = await pausedLab(world);
    world.reset(id);
    await world.settle();
    const { state, pausedAt, pausedMs, wanted } = world.book.get(id);
    expect({ state, pausedAt, pausedMs, wanted }).toEqual({
      state: 'ready',
      pausedAt: undefined,
      pausedMs: 0,
      wanted: 'ready',
    });
  });

  test('is asked for once, whoever asks again', async () => {
    const id = await readyLab(world);
    world.pause(id);
    expect(world.pause(id).state).toBe('pausing');
    expect(() => world.resume(id)).toThrow('cannot be resumed now');
    await world.settle();
    expect(world.pause(id).state).toBe('paused');
    world.resume(id);
    expect(world.resume(id).state).toBe('resuming');
    await world.settle();
    expect(world.resume(id).state).toBe('ready');
  });
});

describe('what goes wrong', () => {
  test('a resume that fails leaves the lab paused, with its machines stopped and what to do', async () => {
    const id = await pausedLab(world);
    const fault = new Fault('runtime.failed', 'no answer', { remedy: 'try again', tail: 'x' });
    world.engine.world.failNext('recover', fault);
    world.resume(id);
    await world.settle();
    expect(world.store.get(id)).toMatchObject({
      state: 'paused',
      wanted: 'paused',
      problem: { message: 'no answer', remedy: 'try again', tail: 'x' },
    });
    expect(running(world, id)).toEqual([]);
    world.resume(id);
    await world.settle();
    expect(world.store.get(id)).toMatchObject({ state: 'ready', problem: undefined });
  });

  test('a pause that fails says so, and is tried again', async () => {
    const id = await readyLab(world);
    world.engine.world.failNext('stop', new Fault('engine.refused', 'busy', { remedy: 'wait' }));
    world.pause(id);
    await world.settle(1);
    expect(world.store.get(id)).toMatchObject({ state: 'pausing', problem: { message: 'busy' } });
    await world.settle();
    expect(world.store.get(id)).toMatchObject({ state: 'paused', problem: undefined });
  });

  test('a resume that takes too long fails with its deadline', async () => {
    const id = await pausedLab(world);
    world.engine.before = (call, _, signal) => (call === 'recover' ? never(signal) : Promise.resolve());
    world.resume(id);
    await world.settle();
    world.clock.advance(600_000);
    await world.settle();
    expect(world.store.get(id)).toMatchObject({ state: 'paused', problem: { code: 'deadline.passed' } });
  });

  test('machines that somebody started are stopped again', async () => {
    const id = await pausedLab(world);
    await world.engine.start(id, new AbortController().signal);
    await world.settle();
    expect(world.state(id)).toBe('paused');
    expect(running(world, id)).toEqual([]);
    expect(ended(id)).toEqual(['shells', 'stop']);
  });

  test('a paused lab that lost a machine has failed, and a reset makes it whole', async () => {
    const id = await pausedLab(world);
    world.engine.lose(id, 'worker');
    await world.settle(6);
    expect(world.store.get(id)).toMatchObject({
      state: 'failed',
      problem: { message: 'Machines of the lab are no longer there: worker.' },
    });
    world.reset(id);
    await world.settle();
    expect(world.state(id)).toBe('ready');
  });

  test.each(['preparing', 'resetting', 'failed'] as const)(
    'a lab that is %s is not paused',
    async (state) => {
      const id = await readyLab(world);
      world.store.update(id, { state });
      expect(() => world.pause(id)).toThrow(`The lab is ${state} and cannot be paused now.`);
    },
  );
});

describe.each([
  ['paused', 'stop', (id: LabId) => world.pause(id), 'pausing'],
  ['ready', 'start', (id: LabId) => world.resume(id), 'resuming'],
  ['ready', 'recover', (id: LabId) => world.resume(id), 'resuming'],
] as const)('a lab that becomes %s, cut at "%s"', (end, call, ask, state) => {
  async function cutLab(): Promise<LabId> {
    const id = end === 'paused' ? await readyLab(world) : await pausedLab(world);
    world.engine.before = (door, _, signal) => (door === call ? never(signal) : Promise.resolve());
    ask(id);
    await world.settle();
    expect(world.state(id)).toBe(state);
    return id;
  }

  test('goes on when the server comes back', async () => {
    const id = await cutLab();
    world.engine.before = async () => undefined;
    await world.crash();
    await world.settle();
    expect(world.state(id)).toBe(end);
  });

  test('is stopped at once when that is wanted', async () => {
    const id = await cutLab();
    world.engine.before = async () => undefined;
    world.stop(id);
    await world.settle();
    expect(world.state(id)).toBe('gone');
    expect(world.engine.has(id)).toBe(false);
  });

  test('rests when that is wanted', async () => {
    const id = await cutLab();
    world.pause(id);
    world.engine.before = async () => undefined;
    await world.crash();
    await world.settle();
    expect(world.state(id)).toBe('paused');
    expect(running(world, id)).toEqual([]);
  });
});
