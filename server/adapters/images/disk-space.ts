import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Fault } from '#domain/fault.ts';

const gib = 1024 ** 3;

/** Faults `disk.full` when less than `needed` bytes are free where `path` lies or will lie. */
export async function requireSpace(path: string, needed: number): Promise<void> {
  const free = await freeBytes(path);
  if (free === undefined || free >= needed) return;
  throw new Fault('disk.full', `${path} has ${gigabytes(free)} free; building needs ${gigabytes(needed)}.`, {
    remedy:
      'Free some space (`ckslab images prune`, `docker image prune`), or move the cache with CKSLAB_CACHE.',
  });
}

/** Of the nearest folder that exists; undefined where the path is not on this machine (an engine in a VM). */
async function freeBytes(path: string): Promise<number | undefined> {
  for (let at = path; ; at = dirname(at)) {
    const stats = await statfs(at).catch(() => undefined);
    if (stats)
      return at === '/' && path !== '/' && at !== dirname(path) ? undefined : stats.bavail * stats.bsize;
    if (at === dirname(at)) return undefined;
  }
}

const gigabytes = (bytes: number): string => `${(bytes / gib).toFixed(1)} GiB`;
