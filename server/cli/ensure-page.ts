import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { execa } from 'execa';
import { stepOf } from '#adapters/engine/step-of.ts';
import { Fault } from '#domain/fault.ts';
import type { Run } from '#ports/run.ts';
import { fromRoot } from './places.ts';

const sources = ['web', 'server/contract', 'vite.config.ts', 'package-lock.json'];
const buildWithinMs = 300_000;

/** Builds the page unless it was built from exactly these sources. */
export async function ensurePage(run: Run): Promise<void> {
  const mark = fromRoot('dist/web/.built-from');
  const wanted = await digest();
  const built = existsSync(mark) ? await readFile(mark, 'utf8') : undefined;
  if (built === wanted) return;
  await stepOf(run, { id: 'page', title: 'Build the page' }, async () => {
    await viteBuild(run.signal);
    await writeFile(mark, wanted);
  });
}

async function viteBuild(signal: AbortSignal): Promise<void> {
  const vite = [fromRoot('node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'];
  const build = await execa(process.execPath, vite, {
    cwd: fromRoot(),
    all: true,
    reject: false,
    timeout: buildWithinMs,
    cancelSignal: signal,
  });
  signal.throwIfAborted();
  if (!build.failed) return;
  throw new Fault('internal', 'The page could not be built.', {
    remedy: 'Restore the files under web/ (git status shows what changed), then start again.',
    tail: build.all.split('\n').slice(-20).join('\n'),
    cause: build,
  });
}

/** Over names and contents, so that a checkout of another version is noticed whatever its times say. */
async function digest(): Promise<string> {
  const hash = createHash('sha256');
  for (const source of sources) {
    for (const file of await filesOf(fromRoot(source))) {
      hash.update(`${relative(fromRoot(), file)}\0`).update(await readFile(file));
    }
  }
  return hash.digest('hex');
}

async function filesOf(path: string): Promise<string[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => undefined);
  if (entries === undefined) return [path];
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
