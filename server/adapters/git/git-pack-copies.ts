import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type GitSource, sourceName } from '#domain/packs/pack-source.ts';
import type { Clock } from '#ports/clock.ts';
import type { PackCopies, PackCopy } from '#ports/pack-copies.ts';
import { runGit } from './run-git.ts';

const Commit = z.string().regex(/^[0-9a-f]{40,64}$/);
const Current = z.strictObject({
  source: z.string(),
  commit: Commit,
  before: Commit.optional(),
  fetchedAt: z.number(),
});
type Current = z.infer<typeof Current>;

/** Older states are kept so long for a server whose labs still run with one of them. */
const keepMs = 7 * 24 * 60 * 60_000;
/** An unfinished folder is older than this only when its process was killed. */
const leftoverMs = 60 * 60_000;

/**
 * Packs fetched by git. Each has a folder of its own, and in it one folder of plain files for each commit, without the
 * repository itself; `current.json` says which one counts, so that a fetch which fails leaves the last copy as it was.
 */
export class GitPackCopies implements PackCopies {
  private readonly root: string;
  private readonly clock: Clock;
  private readonly program: string;
  private readonly caBundle: string | undefined;

  constructor(o: { root: string; clock: Clock; program?: string; caBundle?: string | undefined }) {
    this.root = o.root;
    this.clock = o.clock;
    this.program = o.program ?? 'git';
    this.caBundle = o.caBundle;
  }

  async last(source: GitSource): Promise<PackCopy | undefined> {
    const home = this.homeOf(source);
    const current = await readCurrent(home);
    if (current === undefined) return undefined;
    const folder = join(home, current.commit);
    return (await isFolder(folder))
      ? { folder, commit: current.commit, fetchedAt: current.fetchedAt }
      : undefined;
  }

  async fetch(source: GitSource, signal: AbortSignal): Promise<PackCopy> {
    const home = this.homeOf(source);
    await mkdir(home, { recursive: true });
    const fresh = await mkdtemp(join(home, 'new-'));
    try {
      const commit = await this.download(source, fresh, signal);
      const folder = join(home, commit);
      if (!(await isFolder(folder))) await rename(fresh, folder);
      const fetchedAt = this.clock.now();
      const known = await readCurrent(home);
      const before = known?.commit === commit ? known.before : known?.commit;
      await writeCurrent(home, { source: sourceName(source), commit, fetchedAt, ...(before && { before }) });
      await this.tidy(home, [commit, before]);
      return { folder, commit, fetchedAt };
    } finally {
      await rm(fresh, { recursive: true, force: true });
    }
  }

  /** One commit and its files, checked out; the repository around them is removed. */
  private async download(source: GitSource, folder: string, signal: AbortSignal): Promise<string> {
    const git = (...args: string[]): Promise<string> =>
      runGit(this.program, ['-C', folder, ...args], {
        protocol: protocolOf(source),
        signal,
        caBundle: this.caBundle,
      });
    await git('init', '--quiet', '--template=', '--initial-branch=main');
    const what = source.ref ?? 'HEAD';
    await git(
      'fetch',
      '--quiet',
      '--depth=1',
      '--no-tags',
      '--no-recurse-submodules',
      '--',
      source.url,
      what,
    );
    const commit = Commit.parse((await git('rev-parse', '--verify', 'FETCH_HEAD^{commit}')).trim());
    await git('checkout', '--quiet', '--detach', '--no-recurse-submodules', commit);
    await rm(join(folder, '.git'), { recursive: true });
    return commit;
  }

  private homeOf(source: GitSource): string {
    return join(this.root, createHash('sha256').update(sourceName(source)).digest('hex').slice(0, 16));
  }

  private async tidy(home: string, keep: readonly (string | undefined)[]): Promise<void> {
    for (const name of await readdir(home)) {
      const path = join(home, name);
      const isState = Commit.safeParse(name).success && !keep.includes(name);
      if (!isState && !name.startsWith('new-')) continue;
      const age = this.clock.now() - (await stat(path)).mtimeMs;
      const isOld = age > (isState ? keepMs : leftoverMs);
      if (isOld) await rm(path, { recursive: true, force: true });
    }
  }
}

function protocolOf({ url }: GitSource): 'https' | 'ssh' | 'file' {
  if (url.startsWith('ssh:')) return 'ssh';
  return url.startsWith('file:') ? 'file' : 'https';
}

async function readCurrent(home: string): Promise<Current | undefined> {
  const text = await readFile(join(home, 'current.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return Current.safeParse(JSON.parse(text)).data;
  } catch {
    // Half a file is no file: the cache may be changed and deleted by anybody at any time.
    return undefined;
  }
}

async function writeCurrent(home: string, current: Current): Promise<void> {
  const scratch = join(home, `current.${process.pid}.json`);
  await writeFile(scratch, JSON.stringify(current));
  await rename(scratch, join(home, 'current.json'));
}

const isFolder = async (path: string): Promise<boolean> =>
  (await stat(path).catch(() => undefined))?.isDirectory() === true;
