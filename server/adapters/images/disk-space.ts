import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Fault } from '#domain/fault.ts';

const gib = 1024 ** 3;

/** Faults `disk.full` when less than `needed` bytes are free where `path` lies, or will lie once it is made. */
export async function requireSpace(path: string, needed: number): Promise<void> {
  const { bavail, bsize } = await statfs(nearest(path));
  const free = bavail * bsize;
  if (free >= needed) return;
  throw new Fault('disk.full', `${path} has ${gigabytes(free)} free; building needs ${gigabytes(needed)}.`, {
    remedy:
      'Free some space (`ckslab images prune`, `docker image prune`), or move the cache with CKSLAB_CACHE.',
  });
}

const nearest = (path: string): string => (existsSync(path) ? path : nearest(dirname(path)));

const gigabytes = (bytes: number): string => `${(bytes / gib).toFixed(1)} GiB`;
