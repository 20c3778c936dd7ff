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

describe('the pool', () => {
  test('begins nothing on a busy machine, and nothing while checks run', async () => {
    world.facts.waiting = 41;
    world.pool.looking('cluster');
    await world.settle(6);
    expect(world.spareStates()).toEqual([]);
    world.facts.waiting = 40;
    world.isGrading = true;
    await world.settle(4);
    expect(world.spareStates()).toEqual([]);
    world.isGrading = false;
    await world.settle(6);
    expect(world.spareStates()).toEqual(['cluster ready']);
  });

  test('lets a lab go at once when a learner’s has no room beside it', async () => {
    const spare = await world.warm();
    world.facts.left = { ...world.facts.left, freeMemoryBytes: 1024 ** 3 };
    const lab = await world.start('host');
    await world.settle();
    expect(world.state(spare.id)).toBe('gone');
    expect(world.state(lab.id)).toBe('ready');
  });

  test('takes no place that a learner waits for', async () => {
    world.places = 2;
    await world.crash();
    const spare = await world.warm();
    heard = [];
    const labs = [await world.start('host'), await world.start('host')];
    await world.settle(6);
    expect(labs.map(({ id }) => world.state(id))).toEqual(['ready', 'ready']);
    expect(heard.some((event) => event.type === 'lab.changed' && event.lab.queue !== undefined)).toBe(false);
    expect(world.state(spare.id)).toBe('gone');
  });

  test('makes the lab of the page that is open now in place of the last one', async () => {
    const leave = world.pool.looking('cluster');
    await world.settle(8);
    leave();
    world.pool.looking('host');
    await world.settle(12);
    expect(world.spareStates()).toEqual(['host ready']);
  });

  test('keeps a lab for a while after the last sign, and no longer', async () => {
    const leave = world.pool.looking('cluster');
    await world.settle(8);
    leave();
    world.clock.advance(1_190_000);
    await world.settle(2);
    expect(world.spareStates()).toEqual(['cluster ready']);
    world.clock.advance(10_000);
    await world.settle();
    expect(world.spareStates()).toEqual([]);
  });

  test('makes the same again after a lab that was stopped, and nothing after one that ended unused', async () => {
    const lab = await world.start('host');
    await world.settle();
    world.stop(lab.id);
    await world.settle(10);
    expect(world.spareStates()).toEqual(['host ready']);
    const idle = await world.start('cluster');
    await world.settle();
    world.clock.advance(3_300_000);
    await world.settle();
    world.clock.advance(600_000);
    await world.settle(10);
    expect(world.state(idle.id)).toBe('gone');
    expect(world.spareStates()).toEqual([]);
  });

  test('makes the next scenario when one is solved', async () => {
    const lab = await world.start('cluster');
    await world.settle();
    const report = {
      run: world.ids.run(),
      lab: lab.id,
      startedAt: 1,
      endedAt: 2,
      earned: 10,
      possible: 10,
      sure: true,
      tasks: [],
      checks: [],
    };
    world.store.addReport(lab.attempt, report);
    world.bus.publish({ type: 'grading.done', lab: lab.id, report });
    await world.settle(10);
    expect(world.spareStates()).toEqual(['host ready']);
  });

  test('gives up for a while on a lab that cannot be made, and leaves nothing of it', async () => {
    world.engine.before = async (call) => {
      if (call === 'observers') throw new Fault('engine.refused', 'no room', { remedy: 'make room' });
    };
    world.pool.looking('cluster');
    await world.settle(12);
    expect(world.spareStates()).toEqual([]);
    expect(await world.engine.seen(new AbortController().signal)).toEqual([]);
    expect(world.engine.calls.filter((call) => call === 'network')).toHaveLength(1);
    expect(heard).toEqual([]);
  });

  test('waits for images, and drops what is made of old ones', async () => {
    world.missing.add('node');
    world.pool.looking('cluster');
    await world.settle(8);
    expect(world.spareStates()).toEqual([]);
    world.missing.clear();
    const { id } = await world.warm();
    world.made = 'of new images';
    await world.settle();
    expect(world.state(id)).not.toBe('ready');
    await world.settle(8);
    expect(world.store.spares()).toMatchObject([{ state: 'ready', spare: 'of new images' }]);
  });

  test('removes what it holds when the server ends', async () => {
    const { id } = await world.warm();
    await world.reconciler.close();
    await world.pool.close();
    expect(world.engine.has(id)).toBe(false);
    expect(world.store.spares()).toEqual([]);
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
