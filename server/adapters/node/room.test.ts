import { expect, test } from 'vitest';
import { availableBytes, readRoom } from './room.ts';

test('memory counts as free when the kernel would give it back', () => {
  const meminfo = 'MemTotal:  16384 kB\nMemFree:  1024 kB\nMemAvailable:    8192 kB\n';
  expect(availableBytes(meminfo)).toBe(8 * 1024 ** 2);
  expect(availableBytes('')).toBeUndefined();
});

test('this machine has cores and memory', async () => {
  const room = await readRoom();
  expect(room.cores).toBeGreaterThan(0);
  expect(room.freeMemoryBytes).toBeGreaterThan(0);
});
