import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { removeStalePidFiles } from './stale-pid-files.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'cks-lab-pid-'));
});
afterEach(() => rm(dir, { recursive: true }));

async function isKept(running: string | undefined): Promise<boolean> {
  const file = join(dir, 'docker.pid');
  await writeFile(file, '6160\n');
  await removeStalePidFiles({ [file]: 'dockerd' }, async () => running);
  return existsSync(file);
}

test('the mark of an engine that runs stays', async () => {
  expect(await isKept('dockerd\n')).toBe(true);
});

test('the mark of an engine that was killed goes, also when another program has its number now', async () => {
  expect(await isKept(undefined)).toBe(false);
  expect(await isKept('bash\n')).toBe(false);
});

test('no mark is nothing to do', async () => {
  await expect(removeStalePidFiles({ [join(dir, 'none')]: 'dockerd' })).resolves.toBeUndefined();
});
