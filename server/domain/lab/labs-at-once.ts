import type { Environment } from '#contract/scenario/scenario.ts';

/** What a lab takes from its machine. */
export interface LabNeeds {
  /** As its scenario declares it. */
  readonly memoryMiB: number;
  /** Instances of inotify, of which a kernel gives one user only so many: `inotifyOf` counts them. */
  readonly inotify: number;
}

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
/**
 * Instances of inotify that programs hold while they watch files, as counted: on the machine itself (the engine, and what a desktop has), on a
 * control plane (the kubelet and the controller manager 7 each, the API server 6, systemd 5, and others), on a worker, on a host with an engine.
 */
const instances = { machine: 20, controlPlane: 30, worker: 17, host: 9 };

/** The inotify instances that the machines of a lab hold while it runs. A workstation holds none. */
export function inotifyOf(environment: Environment): number {
  const hosts = environment.hosts.length * instances.host;
  if (environment.kind === 'host') return hosts;
  return instances.controlPlane + (environment.nodes - 1) * instances.worker + hosts;
}

/** Those that are left to labs where the kernel allows so many; without a limit any number. */
export function inotifyForLabs(limit: number | undefined): number {
  return limit === undefined ? Infinity : Math.max(0, limit - instances.machine);
}

/** How many clusters of one node the limit of inotify instances allows at once. */
export function clustersWithin(limit: number): number {
  return Math.floor(inotifyForLabs(limit) / instances.controlPlane);
}

/**
 * How many labs with these needs may run at once: one for each core, as far as memory and inotify instances allow. At least one:
 * whether a single lab fits is for the lab itself to find out.
 */
export function labsAtOnce(room: Room, needs: LabNeeds): number {
  const byMemory = Math.floor((room.freeMemoryBytes / MiB - reserveMiB) / needs.memoryMiB);
  const byInotify = Math.floor(inotifyForLabs(room.inotifyInstances) / needs.inotify);
  return Math.max(1, Math.min(room.cores, byMemory, byInotify));
}
