import { Fault } from '#domain/fault.ts';
import { inotifyForLabs, type LabNeeds, type Room } from './labs-at-once.ts';

/** What the machine has left at this moment. */
export interface FreeRoom extends Room {
  /** On the fuller one of the file systems that labs and records lie on, in bytes. */
  readonly freeDiskBytes: number;
}

/** What other labs hold already. */
export interface Held {
  /** Labs that have machines, or get them. */
  readonly labs: number;
  /** Instances of inotify. */
  readonly inotify: number;
  /** Declared by those that are still being made, in MiB: it does not show in the free memory yet. */
  readonly startingMiB: number;
}

export type Shortage = 'places' | 'memory' | 'inotify' | 'disk';

const MiB = 1024 ** 2;
const GiB = 1024 ** 3;
/** Left for the machine's own work beside labs, in MiB. */
const reserveMiB = 1024;
/** Below this much free disk no lab is begun, and what was asked for waits: an engine with a full disk loses every lab at once. */
export const diskFloorBytes = 3 * GiB;
/** Below this much free disk the page says so. */
export const diskLowBytes = 8 * GiB;

/**
 * Why a lab does not fit now; undefined when it does. Where no other lab holds anything, memory and inotify instances are no
 * reason: one lab is always tried, since what a scenario declares is a careful figure.
 */
export function shortage(needs: LabNeeds, held: Held, room: FreeRoom, places: number): Shortage | undefined {
  if (room.freeDiskBytes < diskFloorBytes) return 'disk';
  if (held.labs >= places) return 'places';
  if (held.labs === 0) return undefined;
  const freeMiB = room.freeMemoryBytes / MiB - reserveMiB - held.startingMiB;
  if (freeMiB < needs.memoryMiB) return 'memory';
  return held.inotify + needs.inotify > inotifyForLabs(room.inotifyInstances) ? 'inotify' : undefined;
}

/** `held` with one more lab that is being made. */
export function holding(held: Held, needs: LabNeeds): Held {
  return {
    labs: held.labs + 1,
    inotify: held.inotify + needs.inotify,
    startingMiB: held.startingMiB + needs.memoryMiB,
  };
}

/**
 * How many labs a person may have at once, those that wait included. Throws Fault `lab.capacity` when one more would be too
 * many. Today the only user is the owner of the machine.
 */
export function checkUserLimit(user: string, labs: number, limit: number): void {
  if (labs < limit) return;
  throw new Fault(
    'lab.capacity',
    `${user === owner ? 'You have' : `${user} has`} ${labs} labs already, and ${limit} are allowed at once.`,
    { remedy: 'Stop a lab that you no longer need, or raise CKSLAB_LABS_PER_USER.' },
  );
}

/** The one user of an installation without accounts. */
export const owner = 'owner';

/** What is said of a disk that is nearly full; undefined when it is not. Below the floor nothing is begun any more. */
export function diskShort(freeDiskBytes: number): Fault | undefined {
  if (freeDiskBytes >= diskLowBytes) return undefined;
  const free = `Only ${gib(freeDiskBytes)} of disk are free`;
  const message =
    freeDiskBytes < diskFloorBytes
      ? `${free}, and a new lab is begun only above ${gib(diskFloorBytes)}.`
      : `${free}: the disk is nearly full.`;
  return new Fault('disk.full', message, {
    remedy:
      'Stop a lab that you no longer need, run "./ckslab images prune", or free space on the disk of the Docker engine.',
  });
}

/** Throws Fault `disk.full` when the disk is too full to begin anything. */
export function checkDisk({ freeDiskBytes }: Pick<FreeRoom, 'freeDiskBytes'>): void {
  const short = diskShort(freeDiskBytes);
  if (short !== undefined && freeDiskBytes < diskFloorBytes) throw short;
}

const gib = (bytes: number): string => `${(bytes / GiB).toFixed(1)} GiB`;
