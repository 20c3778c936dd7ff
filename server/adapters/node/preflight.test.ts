import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { LocalMachine } from './preflight.ts';

test('the machine under the test has a size, and is probed once', async () => {
  const machine = new LocalMachine(tmpdir());
  const { cores, memoryBytes, freeDiskBytes } = await machine.size();
  expect(Math.min(cores, memoryBytes, freeDiskBytes)).toBeGreaterThan(0);
  expect(await machine.kernel()).toBe(await machine.kernel());
});
