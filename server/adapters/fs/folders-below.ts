import { lstat, readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** A folder to watch. */
export interface Watched {
  /** Tells a folder from another one that took its place under the same name. */
  readonly identity: string;
  /** Only what happens to this entry matters: it is on the way to a folder that is not there. */
  readonly only?: string;
}

/** A folder that was configured may be a link, what lies in it may not. */
type Look = typeof lstat | typeof stat;

/** More folders than any pack has; beyond it, the kernel would refuse to watch sooner or later. */
const most = 5000;

/**
 * Every folder below the given ones, themselves included, by path. Links are not followed and hidden folders are left out. For a
 * folder that is not there, the nearest one above it.
 */
export async function foldersBelow(roots: readonly string[]): Promise<Map<string, Watched>> {
  const found = new Map<string, Watched>();
  for (const root of roots) await collect(root, found, stat);
  for (const root of roots) if (!found.has(root)) await wayTo(root, found);
  return found;
}

async function collect(folder: string, found: Map<string, Watched>, look: Look = lstat): Promise<void> {
  const identity = await identityOf(folder, look);
  if (identity === undefined || found.size >= most) return;
  found.set(folder, { identity });
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (entry.isDirectory() && !entry.name.startsWith('.')) await collect(join(folder, entry.name), found);
  }
}

async function wayTo(folder: string, found: Map<string, Watched>): Promise<void> {
  const above = dirname(folder);
  if (above === folder || found.has(above)) return;
  const identity = await identityOf(above, stat);
  if (identity === undefined) await wayTo(above, found);
  else found.set(above, { identity: `${identity} ${basename(folder)}`, only: basename(folder) });
}

async function identityOf(folder: string, look: Look): Promise<string | undefined> {
  const found = await look(folder, { bigint: true }).catch(() => undefined);
  return found?.isDirectory() ? `${found.dev}:${found.ino}` : undefined;
}
