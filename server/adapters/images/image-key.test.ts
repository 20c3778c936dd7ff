import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadDeclarations } from './declaration.ts';
import { imageKeys } from './image-key.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'image-key-'));
  await declare('base', 'debian: { suite: bookworm, pull: "debian:bookworm-slim" }');
  await declare('tools', 'from: base\npackages: [curl]\nprograms: { kubectl: /usr/local/bin/kubectl }');
  await declare(
    'node',
    'from: base\nupstream: "example/node:1"\ncarries: { "lab.local/tools:1": { image: tools } }',
  );
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function declare(name: string, body: string): Promise<void> {
  mkdirSync(join(folder, name, 'files'), { recursive: true });
  mkdirSync(join(folder, 'lib'), { recursive: true });
  await writeFile(join(folder, name, 'image.yaml'), `purpose: for a test\n${body}\n`);
}

interface Change {
  readonly dir?: string;
  readonly tool?: string;
  readonly variant?: string;
}

async function keysOf(change: Change = {}): Promise<Record<string, string>> {
  const images = await loadDeclarations(change.dir ?? folder);
  const tool = (): Promise<string> => Promise.resolve(change.tool ?? 'tool-1');
  const keys = imageKeys(images, { programKey: tool, dataKey: tool }, change.variant ?? 'auto');
  const all = [...images.keys()].map(async (name) => [name, await keys.image(name)] as const);
  return Object.fromEntries(await Promise.all(all));
}

async function changedBy(change: Change | (() => Promise<void>)): Promise<string[]> {
  const before = await keysOf();
  if (typeof change === 'function') await change();
  const after = await keysOf(typeof change === 'function' ? {} : change);
  return Object.keys(before).filter((name) => before[name] !== after[name]);
}

test('the same declarations at another place have the same keys', async () => {
  const copy = `${folder}-copy`;
  await cp(folder, copy, { recursive: true });
  expect(await keysOf({ dir: copy })).toEqual(await keysOf());
  await rm(copy, { recursive: true });
});

test('a changed base changes everything that stands on it', async () => {
  const change = (): Promise<void> => writeFile(join(folder, 'base', 'setup.sh'), '#!/bin/sh\n');
  expect(await changedBy(change)).toEqual(['base', 'node', 'tools']);
});

test('a changed file changes its image and those that carry it', async () => {
  const change = (): Promise<void> => writeFile(join(folder, 'tools', 'files', 'motd'), 'hello');
  expect(await changedBy(change)).toEqual(['node', 'tools']);
});

test('a changed tool changes the images that its programs are in', async () => {
  expect(await changedBy({ tool: 'tool-2' })).toEqual(['node', 'tools']);
});

test('where nodes come from changes the node alone', async () => {
  expect(await changedBy({ variant: 'source' })).toEqual(['node']);
});

test('what an image is for does not change it', async () => {
  expect(
    await changedBy(() => declare('base', 'debian: { suite: bookworm, pull: "debian:bookworm-slim" }\n#')),
  ).toEqual([]);
});

test('a declaration that names an unknown image is refused by name', async () => {
  await declare('node', 'from: nowhere');
  await expect(loadDeclarations(folder)).rejects.toMatchObject({
    code: 'config.invalid',
    message: expect.stringContaining('nowhere'),
  });
});

test('an unknown key is refused with its file', async () => {
  await declare('node', 'from: base\npackage: [curl]');
  await expect(loadDeclarations(folder)).rejects.toThrow(/node\/image\.yaml.*package/s);
});
