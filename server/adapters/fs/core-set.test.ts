import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readConfig } from '../../config.ts';
import { openLibrary } from '../../scenario-side.ts';
import { readCoreSet } from './core-set.ts';

test('every scenario of the core set exists, and both kinds of labs are among them', async () => {
  const core = await readCoreSet('scenarios/core-set.yaml');
  const library = await openLibrary(readConfig({}));
  const kinds = core.map((id) => library.get(id)?.scenario.environment.kind);
  expect(kinds).not.toContain(undefined);
  expect(new Set(kinds)).toEqual(new Set(['cluster', 'host']));
});

test('a file that says something else is a fault with its line', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cks-lab-core-'));
  const file = join(folder, 'core-set.yaml');
  try {
    await writeFile(file, 'scenarios:\n  - Not a slug\n');
    await expect(readCoreSet(file)).rejects.toThrow(`${file}:2: `);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
