import { expect, test } from 'vitest';
import { MemoryClock } from '#adapters/memory/clock.ts';
import { MemoryImageBuilder } from '#adapters/memory/image-builder.ts';
import { QuietLog } from '../../testing/quiet-log.ts';
import { DiskKeeper } from './disk-keeper.ts';

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((done) => setImmediate(done));
};

test('old images are removed now and then, a failure is tried again, and nothing where images are not ours to build', async () => {
  const clock = new MemoryClock();
  const builder = new MemoryImageBuilder(['node']);
  const ages: number[] = [];
  builder.prune = async (_signal, only) => {
    ages.push(only?.olderThanMs ?? 0);
    if (ages.length === 1) throw new Error('busy');
    return { removed: ['cks-lab/node:old'], freedBytes: 1 };
  };
  const keeper = new DiskKeeper({ builder, clock, log: new QuietLog(), builds: true });
  keeper.start();
  const idle = new DiskKeeper({ builder, clock, log: new QuietLog(), builds: false });
  idle.start();
  await settle();
  expect(ages).toEqual([]);
  for (let round = 0; round < 2; round += 1) {
    clock.advance(6 * 3_600_000);
    await settle();
  }
  expect(ages).toEqual([14 * 24 * 3_600_000, 14 * 24 * 3_600_000]);
  await keeper.close();
  await idle.close();
});
