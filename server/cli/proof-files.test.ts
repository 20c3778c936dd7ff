import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeProofFiles } from './proof-files.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cks-lab-report-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const proof = { scenario: 'cs01-a', title: 'A', ok: true, trials: [], labs: 1, startedAt: 0, endedAt: 1000 };
const leftOut = [{ scenario: 'cs02-b', why: 'unchanged since main' }];

test('what was asked for is written, in folders that are made for it', async () => {
  const files = { junit: join(folder, 'a/j.xml'), json: join(folder, 'b/p.json'), report: join(folder, 'c') };
  await writeProofFiles(files, [proof], leftOut);
  expect((await readdir(files.report)).sort()).toEqual(['cs01-a.html', 'index.html']);
  const json = JSON.parse(await readFile(files.json, 'utf8')) as unknown;
  expect(json).toEqual({ schema: 'cks-lab/proofs-1', proofs: [proof], leftOut });
  const xml = await readFile(files.junit, 'utf8');
  expect(xml).toContain('<testsuite name="cs01-a" tests="0" failures="0" skipped="0" time="1.0">');
  expect(xml).toContain('<skipped message="unchanged since main"/>');
});

test('nothing else is written', async () => {
  await writeProofFiles({}, [proof], []);
  expect(await readdir(folder)).toEqual([]);
});
