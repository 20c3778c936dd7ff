import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Fault } from '#domain/fault.ts';
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
    expect(world.state(idle.id)).toBe('paused');
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
