import { expect, test } from 'vitest';
import { clustersWithin, inotifyOf, labsAtOnce } from './labs-at-once.ts';

const GiB = 1024 ** 3;
const room = { cores: 2, freeMemoryBytes: 16 * GiB, inotifyInstances: 1024 };

test('a lab for each core, where nothing else is short', () => {
  expect(labsAtOnce(room, { memoryMiB: 2048, inotify: 30 })).toBe(2);
  expect(labsAtOnce({ ...room, cores: 6 }, { memoryMiB: 2048, inotify: 30 })).toBe(6);
});

test('memory that is short lowers the number, and some of it is left to the machine', () => {
  expect(labsAtOnce({ ...room, cores: 8 }, { memoryMiB: 4096, inotify: 30 })).toBe(3);
  expect(labsAtOnce({ ...room, freeMemoryBytes: 4 * GiB }, { memoryMiB: 2048, inotify: 30 })).toBe(1);
});

test('the limit of inotify instances lowers the number; where there is none it counts for nothing', () => {
  expect(labsAtOnce({ ...room, cores: 8, inotifyInstances: 128 }, { memoryMiB: 1024, inotify: 30 })).toBe(3);
  expect(
    labsAtOnce({ ...room, cores: 8, inotifyInstances: undefined }, { memoryMiB: 1024, inotify: 30 }),
  ).toBe(8);
  expect(clustersWithin(10)).toBe(0);
});

test('one lab is always tried', () => {
  expect(
    labsAtOnce({ cores: 1, freeMemoryBytes: 0, inotifyInstances: 0 }, { memoryMiB: 4096, inotify: 30 }),
  ).toBe(1);
});

const hostNamed = (name: string) => ({ name, image: 'host' as const, files: [] });

test('hosts and further nodes hold instances too', () => {
  const hosts = [hostNamed('a'), hostNamed('b')];
  const cluster = { kind: 'cluster' as const, nodes: 2, hosts };
  expect(inotifyOf({ kind: 'host', hosts })).toBe(18);
  expect(inotifyOf({ ...cluster, hosts: [] })).toBe(47);
  expect(inotifyOf(cluster)).toBe(65);
  expect(labsAtOnce({ ...room, cores: 8, inotifyInstances: 128 }, { memoryMiB: 1024, inotify: 47 })).toBe(2);
  expect(labsAtOnce({ ...room, cores: 40, inotifyInstances: 128 }, { memoryMiB: 512, inotify: 9 })).toBe(12);
});
