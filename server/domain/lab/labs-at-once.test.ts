import { expect, test } from 'vitest';
import { clustersWithin, labsAtOnce } from './labs-at-once.ts';

const GiB = 1024 ** 3;
const room = { cores: 2, freeMemoryBytes: 16 * GiB, inotifyInstances: 1024 };

test('a lab for each core, where nothing else is short', () => {
  expect(labsAtOnce(room, 2048)).toBe(2);
  expect(labsAtOnce({ ...room, cores: 6 }, 2048)).toBe(6);
});

test('memory that is short lowers the number, and some of it is left to the machine', () => {
  expect(labsAtOnce({ ...room, cores: 8 }, 4096)).toBe(3);
  expect(labsAtOnce({ ...room, freeMemoryBytes: 4 * GiB }, 2048)).toBe(1);
});

test('the limit of inotify instances lowers the number; where there is none it counts for nothing', () => {
  expect(labsAtOnce({ ...room, cores: 8, inotifyInstances: 128 }, 1024)).toBe(3);
  expect(labsAtOnce({ ...room, cores: 8, inotifyInstances: undefined }, 1024)).toBe(8);
  expect(clustersWithin(10)).toBe(0);
});

test('one lab is always tried', () => {
  expect(labsAtOnce({ cores: 1, freeMemoryBytes: 0, inotifyInstances: 0 }, 4096)).toBe(1);
});
