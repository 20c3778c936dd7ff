import { execa } from 'execa';
import { Fault } from '#domain/fault.ts';

/** The files of a folder that are not as they were where its branch left another one. */
export interface ChangedFiles {
  /** The branch, tag or commit that was compared with, in a person's words. */
  readonly since: string;
  /** Relative to the folder; also files that are not committed, or gone. */
  readonly files: readonly string[];
}

const withinMs = 30_000;
const defaults = ['@{upstream}', 'origin/main'] as const;

/**
 * What changed in a folder of a Git repository since the merge base with `since`; by default with the branch that this one
 * follows, or else with `origin/main`.
 * @throws Fault `tool.missing`, `request.invalid`
 */
export async function changedFiles(
  folder: string,
  since: string | undefined,
  signal: AbortSignal,
): Promise<ChangedFiles> {
  const git = (...args: string[]): Promise<Ran> => runGit(folder, args, signal);
  const inside = await git('rev-parse', '--is-inside-work-tree');
  if (inside.stdout.trim() !== 'true') throw noRepository(folder, inside.stderr);
  const branch = await firstThatExists(since === undefined ? defaults : [since], git);
  const base = await git('merge-base', 'HEAD', branch.commit);
  if (base.exitCode !== 0) throw noMergeBase(branch.name, base.stderr);
  const [changed, fresh] = await Promise.all([
    git('diff', '--name-only', '--no-renames', '--relative', '-z', base.stdout.trim(), '--'),
    git('ls-files', '--others', '--exclude-standard', '-z'),
  ]);
  for (const { exitCode, stderr } of [changed, fresh]) if (exitCode !== 0) throw failed(stderr);
  const files = [changed, fresh].flatMap(({ stdout }) => stdout.split('\0')).filter((path) => path !== '');
  return { since: branch.name, files: [...new Set(files)].sort() };
}

interface Ran {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function runGit(folder: string, args: readonly string[], signal: AbortSignal): Promise<Ran> {
  const ran = await execa('git', ['-C', folder, ...args], {
    reject: false,
    stdin: 'ignore',
    stripFinalNewline: false,
    timeout: withinMs,
    cancelSignal: signal,
  });
  signal.throwIfAborted();
  if (ran.code === 'ENOENT') {
    throw new Fault('tool.missing', 'What changed is told by Git, and this machine has no git.', {
      remedy: 'Install git, or name the scenarios.',
    });
  }
  return { exitCode: ran.exitCode ?? 1, stdout: ran.stdout, stderr: ran.stderr };
}

async function firstThatExists(
  names: readonly string[],
  git: (...args: string[]) => Promise<Ran>,
): Promise<{ name: string; commit: string }> {
  for (const name of names) {
    const found = await git('rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`);
    if (found.exitCode === 0) return { name: await readable(name, git), commit: found.stdout.trim() };
  }
  throw new Fault(
    'request.invalid',
    names.length === 1
      ? `This repository knows no branch, tag or commit ${names[0]}.`
      : 'This branch follows no other one, and there is no origin/main.',
    { remedy: 'Say what to compare with, for example: --since main' },
  );
}

/** `@{upstream}` says nothing to a reader; the branch's own name does. */
async function readable(name: string, git: (...args: string[]) => Promise<Ran>): Promise<string> {
  if (name !== '@{upstream}') return name;
  const found = await git('rev-parse', '--abbrev-ref', '--symbolic-full-name', name);
  return found.exitCode === 0 ? found.stdout.trim() : name;
}

const noRepository = (folder: string, stderr: string): Fault =>
  new Fault('request.invalid', `${folder} is in no Git repository, so nothing tells what changed.`, {
    remedy: 'Name the scenarios, or write --all.',
    tail: stderr.trim(),
  });

const noMergeBase = (name: string, stderr: string): Fault =>
  new Fault('request.invalid', `This branch and ${name} have no commit in common here.`, {
    remedy: 'A shallow clone lacks it: git fetch --unshallow. Or compare with another one: --since REF',
    tail: stderr.trim(),
  });

const failed = (stderr: string): Fault =>
  new Fault('request.invalid', 'Git could not tell what changed.', {
    remedy: 'Name the scenarios, or write --all.',
    tail: stderr.trim(),
  });
