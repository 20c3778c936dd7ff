import { chmod, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { entriesBelow, packed } from './tar-pack.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tar-pack-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function source(): Promise<string> {
  const from = join(folder, 'from');
  await mkdir(join(from, 'etc'), { recursive: true });
  await writeFile(join(from, 'etc', 'motd'), 'hello\n');
  await writeFile(join(from, 'tool'), '#!/bin/sh\n');
  await chmod(join(from, 'tool'), 0o700);
  await symlink('etc/motd', join(from, 'link'));
  return from;
}

test('the tar of the system reads back what was packed', async () => {
  const to = join(folder, 'to');
  await mkdir(to);
  const entries = await entriesBelow(await source(), 'opt');
  await execa('tar', ['--extract', '--directory', to], { input: packed(entries) });
  expect(await readFile(join(to, 'opt/link'), 'utf8')).toBe('hello\n');
  expect((await stat(join(to, 'opt/tool'))).mode & 0o777).toBe(0o755);
  expect((await stat(join(to, 'opt/etc/motd'))).mode & 0o777).toBe(0o644);
});

test('equal files give equal archives, whenever they were written', async () => {
  const from = await source();
  const first = await buffer(packed(await entriesBelow(from, '')));
  await writeFile(join(from, 'etc', 'motd'), 'hello\n');
  expect(await buffer(packed(await entriesBelow(from, '')))).toEqual(first);
});

test('a path that needs both fields of the header survives', async () => {
  const path = `${'d'.repeat(90)}/${'e'.repeat(90)}`;
  const entries = [{ kind: 'text' as const, path, mode: 0o644, text: 'x' }];
  const { stdout } = await execa('tar', ['--list'], { input: packed(entries) });
  expect(stdout).toBe(path);
});

test('a path that does not fit is refused instead of cut', async () => {
  const entries = [{ kind: 'text' as const, path: 'x'.repeat(200), mode: 0o644, text: 'x' }];
  await expect(buffer(packed(entries))).rejects.toThrow('too long');
});
