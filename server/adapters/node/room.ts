import { readFile } from 'node:fs/promises';
import { availableParallelism, freemem } from 'node:os';
import type { Room } from '#domain/lab/labs-at-once.ts';

/** What this machine has left for labs, as it is now. */
export async function readRoom(): Promise<Room> {
  return {
    cores: availableParallelism(),
    freeMemoryBytes: availableBytes(await text('/proc/meminfo')) ?? freemem(),
    inotifyInstances: limitIn(await text('/proc/sys/fs/inotify/max_user_instances')),
  };
}

/** Memory that programs may still take: caches that the kernel gives back count, which `freemem` alone leaves out. */
export function availableBytes(meminfo: string): number | undefined {
  const kib = /^MemAvailable:\s+(\d+) kB$/m.exec(meminfo)?.[1];
  return kib === undefined ? undefined : Number(kib) * 1024;
}

const limitIn = (file: string): number | undefined => (file.trim() === '' ? undefined : Number(file));

/** A file that is not there or may not be read has nothing to say. */
const text = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');
