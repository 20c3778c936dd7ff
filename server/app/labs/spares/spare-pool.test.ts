import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Fault } from '#domain/fault.ts';
import type { LabId } from '#contract/ids.ts';
import type { LabEvent } from '#ports/events.ts';
import { WarmWorld } from '../../../testing/warm-world.ts';

let world: WarmWorld;
let heard: LabEvent[];
beforeEach(() => {
  world = new WarmWorld();
  heard = [];
  world.bus.subscribe((event) => void heard.push(event));
  world.reconciler.start();
});
afterEach(() => world.reconciler.close());

const never = (signal: AbortSignal): Promise<void> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));
const holdAt = (point: string): void => {
  world.engine.before = (call, _, signal) => (call === point ? never(signal) : Promise.resolve());
};
const goOn = (): void => {
  world.engine.before = async () => undefined;
};
const made = (): string[] => world.engine.calls.filter((call) => call !== 'seen');
const attemptOf = (id: LabId) => world.store.attempts().find(({ lab }) => lab === id);

describe('a lab that is kept ready', () => {
  test('is made for the scenario whose page is open, and nobody hears of it as a lab', async () => {
    const { id } = await world.warm();
    expect(world.store.active()).toEqual([]);
    expect(world.store.attempts()).toEqual([]);
    expect(() => world.book.get(id)).toThrow(expect.objectContaining({ code: 'lab.not-found' }));
    expect(heard).toEqual([{ type: 'spare.changed', scenario: 'cluster', ready: true }]);
    expect(world.pool.list()).toEqual([
      { id, scenario: 'cluster', state: 'ready', since: expect.any(Number) },
    ]);
  });

  test('is the learner’s at once, with values of its own and an attempt that begins now', async () => {
    const spare = await world.warm();
    world.clock.advance(60_000);
    const before = made().length;
    const lab = await world.start();
    expect(lab).toMatchObject({ id: spare.id, state: 'ready', createdAt: world.clock.now() });
    expect(made()).toHaveLength(before);
    expect(world.store.get(lab.id)).toMatchObject({ spare: undefined, vars: spare.vars, wanted: 'ready' });
    expect(attemptOf(lab.id)).toMatchObject({ id: lab.attempt, startedAt: world.clock.now() });
    expect(world.store.spares()).toEqual([]);
    expect(heard.slice(-2).map(({ type }) => type)).toEqual(['spare.changed', 'lab.changed']);
    expect(world.pool.counts).toEqual({ taken: 1, unfinished: 0, dropped: 0 });
  });

  test('draws other values each time', async () => {
    const first = (await world.warm()).vars;
    await world.start();
    const { id } = world.store.active()[0] ?? {};
    if (id !== undefined) world.stop(id);
    await world.settle();
    expect((await world.warm()).vars).not.toEqual(first);
  });

  test('that is not finished is taken as it is, and finished for the learner', async () => {
    holdAt('cluster');
    world.pool.looking('cluster');
    await world.settle(6);
    expect(world.spareStates()).toEqual(['cluster preparing']);
    const lab = await world.start();
    expect(lab.state).toBe('preparing');
    expect(lab.steps.length).toBeGreaterThan(0);
    goOn();
    await world.settle();
    expect(world.store.active()).toMatchObject([{ id: lab.id, state: 'preparing' }]);
    // The call that was held never ends; the next start of the same lab does.
    await world.crash();
    await world.settle();
    expect(world.state(lab.id)).toBe('ready');
  });

  test('goes to one of two who start at once; the other gets one of their own', async () => {
    const spare = await world.warm();
    const labs = await Promise.all([world.start(), world.start()]);
    expect(labs.map(({ id }) => id).filter((id) => id === spare.id)).toHaveLength(1);
    expect(new Set(labs.map(({ attempt }) => attempt)).size).toBe(2);
    await world.settle();
    expect(labs.map(({ id }) => world.state(id))).toEqual(['ready', 'ready']);
    expect(world.store.attempts()).toHaveLength(2);
  });

  test('does not count against what a user may have', async () => {
    world.perUser = 1;
    await world.warm();
    await world.start();
    await expect(world.start()).rejects.toMatchObject({ code: 'lab.capacity' });
  });
});

describe('is not given away', () => {
  test.each([
    ['that would come out differently now', () => void (world.made = 'of something else')],
    ['that no longer runs whole', () => void (world.isSound = () => false)],
  ])('one %s: it goes, and the learner gets a new one', async (_, change) => {
    const spare = await world.warm();
    change();
    const lab = await world.start();
    expect(lab.id).not.toBe(spare.id);
    await world.settle();
    expect(world.state(lab.id)).toBe('ready');
    expect(world.state(spare.id)).toBe('gone');
    expect(world.engine.has(spare.id)).toBe(false);
  });

  test('one that went while it was looked at', async () => {
    const spare = await world.warm();
    world.asking = async () => {
      world.asking = async () => undefined;
      world.book.move(spare.id, 'stop', { wanted: 'gone' });
    };
    expect((await world.start()).id).not.toBe(spare.id);
  });

  test('one of which cannot be told what it is made of', async () => {
    const spare = await world.warm();
    world.asking = async () => {
      throw new Fault('scenario.invalid', 'a file is away', { remedy: 'put it back' });
    };
    expect((await world.start()).id).not.toBe(spare.id);
  });
});

describe('after a crash', () => {
  const points = ['destroy', 'network', 'cluster', 'workstation', 'observers', 'connect', 'kubeconfig'];

  test.each(points)(
    'that cut the making of a lab at "%s", it is made anew and still nobody’s',
    async (point) => {
      holdAt(point);
      world.pool.looking('cluster');
      await world.settle(6);
      goOn();
      await world.crash();
      await world.settle(6);
      expect(world.spareStates()).toEqual(['cluster ready']);
      expect(world.store.attempts()).toEqual([]);
    },
  );

  test('a lab that is ready is given to whoever starts, one that is no longer to be kept is removed', async () => {
    const { id } = await world.warm();
    await world.crash();
    await world.settle(2);
    expect(world.spareStates()).toEqual(['cluster ready']);
    world.size = 0;
    await world.crash();
    await world.settle();
    expect(world.spareStates()).toEqual([]);
    expect(world.engine.has(id)).toBe(false);
  });

  test('right after it was handed over, it is the learner’s as if nothing had been', async () => {
    await world.warm();
    const lab = await world.start();
    await world.crash();
    await world.settle();
    expect(world.store.active()).toMatchObject([{ id: lab.id, state: 'ready', attempt: lab.attempt }]);
    expect(world.store.spares()).toEqual([]);
    world.stop(lab.id);
    await world.settle(2);
    expect(world.engine.has(lab.id)).toBe(false);
  });

  test('that cut the removal, the removal goes on', async () => {
    const { id } = await world.warm();
    holdAt('destroy');
    world.made = 'of something else';
    await world.settle();
    expect(world.state(id)).toBe('stopping');
    goOn();
    await world.crash();
    await world.settle();
    expect(world.engine.has(id)).toBe(false);
  });
});
