import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LabId } from '#contract/ids.ts';
import { Fault } from '#domain/fault.ts';
import { LabWorld } from '../../testing/lab-world.ts';

let world: LabWorld;
let lab: LabId;
beforeEach(async () => {
  world = new LabWorld();
  world.reconciler.start();
  ({ id: lab } = await world.start());
  await world.settle();
});
afterEach(() => world.reconciler.close());

const unstopped = new AbortController().signal;
const path = '/etc/kubernetes/manifests/kube-apiserver.yaml';
const manifest = (): string | undefined =>
  world.engine.world.machine(lab, 'cp').files.get(path)?.content.toString();
const write = (content: string): Promise<void> =>
  world.engine.put(lab, 'cp', [{ path, content, mode: '0600', uid: 0, gid: 0 }], unstopped);
const never = (signal: AbortSignal): Promise<void> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));

async function saved(answered = true): Promise<number> {
  await write('sound');
  const machines = ['workstation', 'cp', 'worker'];
  const about = { cause: { kind: 'learner' }, at: 1, answered, machines } as const;
  const { id } = await world.snapshots.save(lab, about, unstopped);
  await write('broken');
  return id;
}

test('a lab goes back to its snapshot and is ready, with phases that are told', async () => {
  const id = await saved();
  await world.undo(lab, id);
  expect(world.state(lab)).toBe('restoring');
  expect(world.released).toEqual([lab]);
  await world.settle();
  expect(world.store.get(lab)).toMatchObject({ state: 'ready', problem: undefined });
  expect(world.store.get(lab)?.undoTo).toBeUndefined();
  expect(manifest()).toBe('sound');
  const titles = world.store.get(lab)?.steps.filter(({ phase }) => phase === 'begin');
  expect(titles?.map(({ title }) => title)).toEqual([
    'Put the files back',
    'Connect the Pods',
    'Wait for cluster DNS',
  ]);
  expect(world.durations.recent('cluster', 'undo')).toHaveLength(1);
});

test('a state in which nothing answered comes back without waiting for an answer', async () => {
  const id = await saved(false);
  world.engine.before = (call, _, signal) => (call === 'settle' ? never(signal) : Promise.resolve());
  world.engine.calls.length = 0;
  await world.undo(lab, id);
  world.engine.before = async () => undefined;
  await world.settle();
  expect(world.state(lab)).toBe('ready');
  // Of its hosts alone, of which a cluster lab has none.
  expect(world.engine.calls.filter((call) => call === 'settle')).toHaveLength(1);
});

test('a server that dies in the middle puts the lab back when it returns', async () => {
  const id = await saved();
  world.engine.before = (call, _, signal) => (call === 'settle' ? never(signal) : Promise.resolve());
  await world.undo(lab, id);
  await world.settle(1);
  expect(world.state(lab)).toBe('restoring');
  await write('half');
  await world.crash();
  world.engine.before = async () => undefined;
  await world.settle();
  expect(world.state(lab)).toBe('ready');
  expect(manifest()).toBe('sound');
});

describe('a lab that could not be put back', () => {
  const fault = new Fault('snapshot.failed', 'It could not.', { remedy: 'Reset the lab.' });

  test('says so, keeps its machines and snapshots, and goes back at the second try', async () => {
    const id = await saved();
    world.engine.world.failNext('restore', fault);
    await world.undo(lab, id);
    await world.settle();
    expect(world.store.get(lab)).toMatchObject({ state: 'failed', problem: { code: 'snapshot.failed' } });
    expect(world.engine.has(lab)).toBe(true);
    await world.undo(lab, id);
    await world.settle();
    expect(world.state(lab)).toBe('ready');
  });

  test('can be reset, and has no snapshots then', async () => {
    const id = await saved();
    world.engine.world.failNext('restore', fault);
    await world.undo(lab, id);
    await world.settle();
    world.reset(lab);
    await world.settle();
    expect(world.state(lab)).toBe('ready');
    expect(await world.snapshots.list(lab)).toEqual([]);
    await expect(world.undo(lab, id)).rejects.toMatchObject({ code: 'snapshot.not-found' });
  });

  test('fails with a way out when its machines are gone', async () => {
    const id = await saved();
    world.engine.lose(lab, 'cp');
    await world.undo(lab, id);
    await world.settle();
    expect(world.store.get(lab)).toMatchObject({
      state: 'failed',
      problem: { remedy: expect.stringContaining('Reset the lab') },
    });
  });
});

test('a lab that is stopped while it goes back is gone, and its snapshots with it', async () => {
  const id = await saved();
  world.engine.before = (call, _, signal) => (call === 'settle' ? never(signal) : Promise.resolve());
  await world.undo(lab, id);
  await world.settle(1);
  world.stop(lab);
  await world.settle();
  expect(world.state(lab)).toBe('gone');
  expect(world.engine.has(lab)).toBe(false);
  expect(await world.snapshots.list(lab)).toEqual([]);
});

test('a lab that is being made cannot go back', async () => {
  const id = await saved();
  world.reset(lab);
  await expect(world.undo(lab, id)).rejects.toMatchObject({ code: 'lab.busy' });
});

test('snapshots of labs that went while no server ran are forgotten', async () => {
  await saved();
  await world.reconciler.close();
  world.store.update(lab, { state: 'gone' });
  await world.crash();
  await world.settle(1);
  expect(await world.snapshots.list(lab)).toEqual([]);
});
