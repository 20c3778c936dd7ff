/** What a machine has left for labs. */
export interface Room {
  readonly cores: number;
  /** Memory that programs may still take, in bytes. */
  readonly freeMemoryBytes: number;
  /** `fs.inotify.max_user_instances`; undefined where the kernel has no such limit, or hides it. */
  readonly inotifyInstances: number | undefined;
}

const MiB = 1024 ** 2;
/** Left for the machine's own work beside labs, in MiB. */
const reserveMiB = 1024;
/** Instances that the machine's own services hold, and those of one cluster lab: both were counted. */
const inotify = { own: 20, perCluster: 29 };

/** How many clusters the limit of inotify instances allows at once. */
export function clustersWithin(inotifyInstances: number): number {
  return Math.max(0, Math.floor((inotifyInstances - inotify.own) / inotify.perCluster));
}

/**
 * How many labs of this size may run at once: one for each core, as far as memory and inotify instances allow. At least one:
 * whether a single lab fits is for the lab itself to find out.
 */
export function labsAtOnce(room: Room, memoryMiB: number): number {
  const byMemory = Math.floor((room.freeMemoryBytes / MiB - reserveMiB) / memoryMiB);
  const byInotify = room.inotifyInstances === undefined ? Infinity : clustersWithin(room.inotifyInstances);
  return Math.max(1, Math.min(room.cores, byMemory, byInotify));
}
