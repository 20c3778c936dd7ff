import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { changedFiles } from './changed-files.ts';

let folder = '';
const signal = new AbortController().signal;
const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.org', '-c', 'commit.gpgsign=false'];
const git = (...args: string[]) => execa('git', [...identity, ...args], { cwd: folder });

async function put(path: string, text = path): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
}

async function commit(...paths: string[]): Promise<void> {
  for (const path of paths) await put(path);
  await git('add', '-A');
  await git('commit', '-q', '-m', paths.join());
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cks-lab-git-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function repository(): Promise<void> {
  await git('init', '-q', '-b', 'main');
  await commit('a', 'b', 'keep/c');
  await git('switch', '-q', '-c', 'work');
}

test('what was committed, edited, added or removed since the branch began is told, and nothing that others did', async () => {
  await repository();
  await commit('scenarios/x/one/task.md');
  await git('switch', '-q', 'main');
  await commit('by-others');
  await git('switch', '-q', 'work');
  await put('a', 'edited');
  await rm(join(folder, 'b'));
  await put('new file.yaml');
  expect(await changedFiles(folder, 'main', signal)).toEqual({
    since: 'main',
    files: ['a', 'b', 'new file.yaml', 'scenarios/x/one/task.md'],
  });
});

test('without a branch to compare with, the one that is followed counts', async () => {
  await repository();
  await git('branch', '-q', '--set-upstream-to=main');
  await commit('d');
  expect(await changedFiles(folder, undefined, signal)).toEqual({ since: 'main', files: ['d'] });
});

test('paths are relative to the folder, and what lies beside it does not count', async () => {
  await repository();
  await commit('keep/d', 'elsewhere');
  expect((await changedFiles(join(folder, 'keep'), 'main', signal)).files).toEqual(['d']);
});

test('a branch that is not there, or none to compare with, is a fault that says what to do', async () => {
  await repository();
  await expect(changedFiles(folder, 'nowhere', signal)).rejects.toThrow('no branch, tag or commit nowhere');
  await expect(changedFiles(folder, '--output=x', signal)).rejects.toThrow('no branch, tag or commit');
  await expect(changedFiles(folder, undefined, signal)).rejects.toMatchObject({
    message: 'This branch follows no other one, and there is no origin/main.',
    remedy: 'Say what to compare with, for example: --since main',
  });
});

test('a folder outside of any repository is a fault', async () => {
  await expect(changedFiles(folder, 'main', signal)).rejects.toMatchObject({
    code: 'request.invalid',
    message: `${folder} is in no Git repository, so nothing tells what changed.`,
  });
});
