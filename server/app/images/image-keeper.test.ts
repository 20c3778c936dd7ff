import { afterEach, expect, test } from 'vitest';
import type { ImageStatus } from '#contract/api.ts';
import { MemoryClock } from '#adapters/memory/clock.ts';
import { MemoryImageBuilder } from '#adapters/memory/image-builder.ts';
import { LocalEventBus } from '#adapters/node/event-bus.ts';
import { Fault } from '#domain/fault.ts';
import { QuietLog } from '../../testing/quiet-log.ts';
import { ImageKeeper } from './image-keeper.ts';
import { nodeImage } from './node-image.ts';

const keepers: ImageKeeper[] = [];
afterEach(async () => {
  await Promise.all(keepers.splice(0).map((keeper) => keeper.close()));
});

function keep(builder: MemoryImageBuilder, builds = true) {
  const log = new QuietLog();
  const bus = new LocalEventBus(log);
  const clock = new MemoryClock();
  const told: ImageStatus[] = [];
  let ready = 0;
  bus.subscribe((event) => {
    if (event.type === 'image.changed') told.push(event.image);
  });
  const keeper = new ImageKeeper({ builder, bus, clock, log, builds, onReady: () => (ready += 1) });
  keepers.push(keeper);
  keeper.start();
  return { keeper, clock, told, ready: () => ready };
}

const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn += 1) await new Promise((done) => setImmediate(done));
};

test('before the engine has answered everything is missing', () => {
  const { keeper } = keep(new MemoryImageBuilder(['host']));
  expect(keeper.missing(['host'])).toEqual(['host']);
});

test('host images come before the image of the nodes', async () => {
  const builder = new MemoryImageBuilder(['observer', 'workstation'], ['host', 'node']);
  const { keeper, ready } = keep(builder);
  await settled();
  expect(keeper.missing(['host', 'node'])).toEqual(['host', 'node']);
  expect(keeper.list().find(({ name }) => name === 'node')?.state).toBe('missing');
  builder.finish('host');
  await settled();
  expect(keeper.missing(['host', 'node'])).toEqual(['node']);
  builder.finish('node');
  await settled();
  expect(keeper.missing(['host', 'node'])).toEqual([]);
  expect(ready()).toBe(4);
});

test('a build that failed is tried again later', async () => {
  const builder = new MemoryImageBuilder(['observer', 'workstation', 'host'], ['node']);
  const build = builder.build.bind(builder);
  let fails = true;
  builder.build = async (...call) => {
    if (fails) throw new Fault('image.build-failed', 'no network', { remedy: 'wait' });
    await build(...call);
  };
  const { keeper, clock } = keep(builder);
  await settled();
  fails = false;
  builder.finish('node');
  clock.advance(60_000);
  await settled();
  expect(keeper.missing(['node'])).toEqual([]);
});

test('without building it only says what is missing', async () => {
  const { keeper, told } = keep(new MemoryImageBuilder([], ['node']), false);
  await settled();
  expect(keeper.missing(['node'])).toEqual(['node']);
  expect(told.map(({ state }) => state)).toEqual(['missing']);
});

test('a baked node that cannot be made here is not waited for: clusters start without it', async () => {
  const builder = new MemoryImageBuilder(['observer', 'workstation', 'host', 'node'], ['baked-node']);
  const build = builder.build.bind(builder);
  let fails = false;
  builder.build = async (names, run) => {
    if (!fails) return build(names, run);
    const [status] = (await builder.list()).filter(({ name }) => name === 'baked-node');
    if (status) run.onImage({ ...status, state: 'failed' });
    throw new Fault('image.build-failed', 'it did not boot', { remedy: 'read the log' });
  };
  const waiting = keep(builder);
  await settled();
  expect(waiting.keeper.missing(['node', 'baked-node'])).toEqual(['baked-node']);
  fails = true;
  const { keeper } = keep(builder);
  await settled();
  expect(keeper.missing(['node', 'baked-node'])).toEqual([]);
  expect(nodeImage(keeper.list())).toBe('node');
});

test('a baked node is what clusters start from where it is ready', () => {
  const images = [{ name: 'node', state: 'ready' } as const, { name: 'baked-node', state: 'ready' } as const];
  expect(nodeImage(images)).toBe('baked-node');
});
