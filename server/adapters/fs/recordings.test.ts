import { appendFile, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { CountingIds } from '#adapters/memory/ids.ts';
import { MemoryRecordings } from '#adapters/memory/recordings.ts';
import type { AttemptId } from '#contract/ids.ts';
import type { Recordings, Track } from '#ports/recordings.ts';
import { FsRecordings } from './fs-recordings.ts';

const ids = new CountingIds();
const dirs: string[] = [];
afterAll(() => Promise.all(dirs.map((dir) => rm(dir, { recursive: true }))));

interface Made {
  readonly recordings: Recordings;
  /** A process that ended in the middle of a line. */
  readonly tear: (attempt: AttemptId, track: Track, rest: string) => Promise<void>;
}

async function inFiles(): Promise<Made & { dir: string }> {
  const dir = await mkdtemp(join(tmpdir(), 'cks-lab-recordings-'));
  dirs.push(dir);
  const tear = (attempt: AttemptId, track: Track, rest: string) =>
    appendFile(join(dir, attempt, track === 'timeline' ? 'timeline.jsonl' : `${track}.cast`), rest);
  return { recordings: new FsRecordings(dir), tear, dir };
}

async function inMemory(): Promise<Made> {
  const recordings = new MemoryRecordings();
  return { recordings, tear: async (...how) => recordings.tear(...how) };
}

describe.each([
  ['in files', inFiles],
  ['in memory', inMemory],
])('recordings %s', (_, make) => {
  test('begin empty', async () => {
    const { recordings } = await make();
    expect(await recordings.list()).toEqual([]);
    expect(await recordings.read(ids.attempt(), 'timeline')).toBeUndefined();
    expect(await recordings.wanted()).toBe(true);
  });

  test('keep lines in order, also when they are opened again', async () => {
    const { recordings } = await make();
    const [attempt, shell] = [ids.attempt(), ids.shell()];
    expect(await recordings.open(attempt, shell)).toEqual({ firstLine: undefined, bytes: 0 });
    await recordings.append(attempt, shell, '{"head":"ü"}\n[1]\n');
    await recordings.append(attempt, shell, '[2]\n');
    expect(await recordings.open(attempt, shell)).toEqual({ firstLine: '{"head":"ü"}', bytes: 22 });
    await recordings.append(attempt, shell, '[3]\n');
    expect(await recordings.read(attempt, shell)).toBe('{"head":"ü"}\n[1]\n[2]\n[3]\n');
  });

  test('go on after a line that was torn', async () => {
    const { recordings, tear } = await make();
    const [attempt, shell] = [ids.attempt(), ids.shell()];
    await recordings.open(attempt, shell);
    await recordings.append(attempt, shell, 'whole\n');
    await tear(attempt, shell, '[17,"o","half a li');
    expect(await recordings.read(attempt, shell)).toBe('whole\n');
    expect(await recordings.open(attempt, shell)).toEqual({ firstLine: 'whole', bytes: 6 });
    await recordings.append(attempt, shell, 'next\n');
    expect(await recordings.read(attempt, shell)).toBe('whole\nnext\n');
  });

  test('go on after a file that is nothing but a long torn line', async () => {
    const { recordings, tear } = await make();
    const attempt = ids.attempt();
    await recordings.open(attempt, 'timeline');
    await tear(attempt, 'timeline', 'x'.repeat(200_000));
    expect(await recordings.open(attempt, 'timeline')).toEqual({ firstLine: undefined, bytes: 0 });
  });

  test('are listed with their sizes', async () => {
    const { recordings } = await make();
    const [one, other, shell] = [ids.attempt(), ids.attempt(), ids.shell()];
    for (const attempt of [one, other]) await recordings.open(attempt, 'timeline');
    await recordings.open(one, shell);
    await recordings.append(one, shell, '12345\n');
    const found = (await recordings.list()).find(({ attempt }) => attempt === one);
    expect(found?.bytes).toBe(6);
    expect(found?.tracks).toContainEqual({ track: shell, bytes: 6 });
    expect(await recordings.list()).toHaveLength(2);
  });

  test('are removed, twice as well as once, and nothing is added to them after', async () => {
    const { recordings } = await make();
    const attempt = ids.attempt();
    await recordings.open(attempt, 'timeline');
    await recordings.remove(attempt);
    await recordings.remove(attempt);
    expect(await recordings.list()).toEqual([]);
    const late = recordings.append(attempt, 'timeline', 'late\n');
    await expect(late).rejects.toMatchObject({ code: 'disk.full' });
    expect(await recordings.list()).toEqual([]);
  });

  test('remember whether they are wanted', async () => {
    const { recordings } = await make();
    await recordings.want(false);
    await recordings.want(false);
    expect(await recordings.wanted()).toBe(false);
    await recordings.want(true);
    expect(await recordings.wanted()).toBe(true);
  });
});

test('files may be read by their user alone', async () => {
  const { recordings, dir } = await inFiles();
  const [attempt, shell] = [ids.attempt(), ids.shell()];
  await recordings.open(attempt, shell);
  await recordings.append(attempt, shell, 'secret\n');
  expect((await stat(join(dir, attempt))).mode & 0o777).toBe(0o700);
  expect((await stat(join(dir, attempt, `${shell}.cast`))).mode & 0o777).toBe(0o600);
});

test('what else lies in the folder is neither listed nor removed', async () => {
  const { recordings, dir } = await inFiles();
  await mkdir(join(dir, 'att-notanid'));
  await writeFile(join(dir, 'notes.txt'), 'mine');
  await recordings.open(ids.attempt(), 'timeline');
  expect(await recordings.list()).toHaveLength(1);
});
