import { chmod, mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MemoryClock } from '#adapters/memory/clock.ts';
import { Fault } from '#domain/fault.ts';
import type { GitSource } from '#domain/packs/pack-source.ts';
import { GitPackCopies } from './git-pack-copies.ts';

const patience = new AbortController().signal;
let dir = '';
let origin = '';

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'cks-lab-git-'));
  origin = join(dir, 'origin');
  await mkdir(origin);
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const hasGit = await execa('git', ['--version']).then(
  () => true,
  () => false,
);

async function git(...args: string[]): Promise<string> {
  const who = ['-c', 'user.name=Author', '-c', 'user.email=author@example.org'];
  const env = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
  return (await execa('git', ['-C', origin, ...who, ...args], { env })).stdout;
}

async function commit(version: string): Promise<string> {
  await writeFile(join(origin, 'pack.yaml'), `version: ${version}\n`);
  await git('add', '--all');
  await git('commit', '--quiet', '--message', version);
  return git('rev-parse', 'HEAD');
}

const source = (ref?: string): GitSource => ({ kind: 'git', url: `file://${origin}`, ref });
const copies = (program?: string): GitPackCopies =>
  new GitPackCopies({ root: join(dir, 'cache'), clock: new MemoryClock(), ...(program && { program }) });
const version = (folder: string): Promise<string> => readFile(join(folder, 'pack.yaml'), 'utf8');

// Each of these starts git a dozen times.
describe.runIf(hasGit)('a pack from a repository', { timeout: 30_000 }, () => {
  beforeEach(async () => {
    await git('init', '--quiet', '--initial-branch=main');
  });

  test('is fetched, found again without asking, and brought up to date', async () => {
    await commit('1.0.0');
    const first = await copies().fetch(source(), patience);
    expect(await version(first.folder)).toBe('version: 1.0.0\n');
    expect(await copies().last(source())).toEqual(first);
    const newest = await commit('1.1.0');
    const second = await copies().fetch(source(), patience);
    expect(second.commit).toBe(newest);
    expect(await version(second.folder)).toBe('version: 1.1.0\n');
    // A server that was started before still reads the older one.
    expect(await version(first.folder)).toBe('version: 1.0.0\n');
  });

  test('keeps older states for a while, for labs that still run with one', async () => {
    await commit('1.0.0');
    const first = await copies().fetch(source(), patience);
    for (const next of ['1.1.0', '1.2.0', '1.3.0']) {
      await commit(next);
      await copies().fetch(source(), patience);
    }
    expect(await version(first.folder)).toBe('version: 1.0.0\n');
  });

  test('keeps two states when the others are old, and nothing of a fetch that was cut off', async () => {
    const folders: string[] = [];
    for (const next of ['1.0.0', '1.1.0', '1.2.0']) {
      await commit(next);
      const { folder } = await copies().fetch(source(), patience);
      await utimes(folder, 0, 0);
      folders.push(folder);
    }
    const [home = ''] = await readdir(join(dir, 'cache'));
    const there = await readdir(join(dir, 'cache', home));
    expect(new Set(there)).toEqual(
      new Set([...folders.slice(1).map((path) => path.split('/').at(-1)), 'current.json']),
    );
  });

  test.each(['branch', 'tag', 'commit'])('is taken at a %s', async (kind) => {
    const old = await commit('1.0.0');
    await git('branch', 'stable');
    await git('tag', 'v1');
    await commit('2.0.0');
    const ref = { branch: 'stable', tag: 'v1', commit: old }[kind] ?? '';
    const { folder } = await copies().fetch(source(ref), patience);
    expect(await version(folder)).toBe('version: 1.0.0\n');
  });

  test('stays as it was when the repository is away', async () => {
    await commit('1.0.0');
    const first = await copies().fetch(source(), patience);
    await rm(origin, { recursive: true });
    await expect(copies().fetch(source(), patience)).rejects.toMatchObject({ code: 'pack.unreachable' });
    expect(await copies().last(source())).toEqual(first);
    expect(await version(first.folder)).toBe('version: 1.0.0\n');
  });

  test('brings neither hooks nor submodules nor a repository with it', async () => {
    const ran = join(dir, 'ran');
    await mkdir(join(origin, 'sub'));
    await execa('git', ['-C', join(origin, 'sub'), 'init', '--quiet']);
    await writeFile(
      join(origin, '.gitmodules'),
      `[submodule "sub"]\n\tpath = sub\n\turl = ext::touch ${ran}\n`,
    );
    await rm(join(origin, 'sub'), { recursive: true });
    await git('update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},sub`);
    await writeFile(join(origin, '.git/hooks/post-checkout'), `#!/bin/sh\ntouch ${ran}\n`);
    await chmod(join(origin, '.git/hooks/post-checkout'), 0o755);
    await git('add', '.gitmodules');
    await git('commit', '--quiet', '--message', 'modules');
    const { folder } = await copies().fetch(source(), patience);
    expect((await readdir(folder)).sort()).toEqual(['.gitmodules', 'sub']);
    expect(await readdir(join(folder, 'sub'))).toEqual([]);
    expect(await readdir(dir)).not.toContain('ran');
  });

  test('that names no such branch says so', async () => {
    await commit('1.0.0');
    await expect(copies().fetch(source('gone'), patience)).rejects.toThrow(/remote ref gone/);
  });
});

async function fakeGit(script: string): Promise<string> {
  const program = join(dir, 'fake-git');
  await writeFile(program, `#!/bin/sh\n${script}\n`);
  await chmod(program, 0o755);
  return program;
}

test('git is told to ask nobody, to speak one protocol, and to read no settings of the user', async () => {
  const said = join(dir, 'said');
  const program = await fakeGit(`env > ${said}; exit 1`);
  await expect(copies(program).fetch(source(), patience)).rejects.toThrow(Fault);
  const env = new Map(
    (await readFile(said, 'utf8')).split('\n').map((line) => line.split('=', 2) as [string, string]),
  );
  expect(env.get('GIT_ALLOW_PROTOCOL')).toBe('file');
  expect(env.get('GIT_TERMINAL_PROMPT')).toBe('0');
  expect(env.get('GIT_ASKPASS')).toBe('false');
  expect(env.get('GIT_CONFIG_GLOBAL')).toBe('/dev/null');
  expect(env.get('GIT_SSH_COMMAND')).toContain('ssh -oBatchMode');
});

test('a git that hangs is ended with its signal, and leaves nothing', async () => {
  const begun = join(dir, 'begun');
  // It opens the pipe when it runs: from then on it would wait for ever.
  await execa('mkfifo', [begun]);
  const program = await fakeGit(`echo > ${begun}; exec tail -f /dev/null`);
  const stop = new AbortController();
  const fetched = copies(program).fetch(source(), stop.signal);
  await readFile(begun);
  stop.abort(new Fault('cancelled', 'Stopped on request.', { remedy: 'Again.' }));
  await expect(fetched).rejects.toThrow('Stopped on request');
  const [home = ''] = await readdir(join(dir, 'cache'));
  expect(await readdir(join(dir, 'cache', home))).toEqual([]);
});

test('a git that does not end in time is told as that', async () => {
  const program = await fakeGit('exec tail -f /dev/null');
  const fetched = copies(program).fetch(source(), AbortSignal.timeout(50));
  await expect(fetched).rejects.toMatchObject({ code: 'deadline.passed' });
});

test('where git is missing, that is what is said', async () => {
  const fetched = copies(join(dir, 'no-such-git')).fetch(source(), patience);
  await expect(fetched).rejects.toMatchObject({ code: 'tool.missing' });
});
