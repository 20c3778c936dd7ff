import type { ImageStatus } from '#contract/api.ts';
import type { Finding } from '#contract/doctor.ts';
import { clustersWithin } from '#domain/lab/labs-at-once.ts';
import { diskFloorBytes, diskLowBytes, type FreeRoom } from '#domain/lab/room.ts';

const GiB = 1024 ** 3;
const gib = (bytes: number): string => `${(bytes / GiB).toFixed(1)} GiB`;

/** What the container engine says of itself. */
export interface EngineFacts {
  readonly version: string;
  /** Its clock, in milliseconds since the epoch; undefined when it does not tell. */
  readonly now: number | undefined;
  readonly cgroups: '1' | '2' | undefined;
  readonly storageDriver: string | undefined;
}

const oldestEngine = 24;
const clockSlackMs = 5_000;

/** An engine that answered at `now`. */
export function engineFindings(engine: EngineFacts, now: number): Finding[] {
  const major = Number.parseInt(engine.version, 10);
  const isOld = major < oldestEngine;
  return [
    {
      group: 'engine',
      mark: isOld ? 'warn' : 'ok',
      fact: `Docker engine ${engine.version} answers`,
      ...(isOld && { remedy: `Labs are tried on version ${oldestEngine} and newer: update Docker.` }),
    },
    ...clockFinding(engine.now, now),
    ...(engine.cgroups === undefined ? [] : [cgroupFinding(engine.cgroups)]),
    ...(engine.storageDriver === 'vfs' ? [slowStorage] : []),
  ];
}

/** Certificates of a cluster are made by one clock and checked by another: they differ where the engine runs in a machine of its own. */
function clockFinding(engineNow: number | undefined, now: number): Finding[] {
  if (engineNow === undefined) return [];
  const apart = Math.abs(engineNow - now);
  if (apart <= clockSlackMs) {
    return [{ group: 'engine', mark: 'ok', fact: 'the clocks of engine and platform agree' }];
  }
  return [
    {
      group: 'engine',
      mark: 'warn',
      fact: `the clocks of engine and platform are ${Math.round(apart / 1000)} s apart`,
      remedy:
        'Certificates of new clusters may not be valid yet. Turn on time synchronisation, or restart Docker Desktop.',
    },
  ];
}

const cgroupFinding = (version: '1' | '2'): Finding => ({
  group: 'engine',
  mark: 'ok',
  fact: `cgroup version ${version}${version === '1' ? ': labs work, the kubelet is told to accept it' : ''}`,
});

const slowStorage: Finding = {
  group: 'engine',
  mark: 'warn',
  fact: 'the engine stores images with vfs, which copies every layer',
  remedy: 'Labs start slowly and take much disk. Let Docker use overlay2.',
};

export interface MachineSize {
  readonly cores: number;
  readonly memoryBytes: number;
}

const memory = { bad: 3 * GiB, warn: 8 * GiB };
const imagesTakeBytes = 25 * GiB;
const comfortableInstances = 512;

/** Memory, disk and the limit of watches. `imagesAreBuilt`: the disk needs no room for building them any more. */
export function roomFindings(size: MachineSize, room: FreeRoom, imagesAreBuilt: boolean): Finding[] {
  return [
    memoryFinding(size, room),
    diskFinding(room.freeDiskBytes, imagesAreBuilt),
    ...inotifyFinding(room),
  ];
}

function memoryFinding({ cores, memoryBytes }: MachineSize, { freeMemoryBytes }: FreeRoom): Finding {
  const fact = `${gib(memoryBytes)} of memory, ${gib(freeMemoryBytes)} of it free, ${cores} cores`;
  if (memoryBytes >= memory.warn) return { group: 'machine', mark: 'ok', fact };
  return {
    group: 'machine',
    mark: memoryBytes < memory.bad ? 'bad' : 'warn',
    fact: `${fact}; a cluster lab takes about 1 GiB`,
    remedy: 'Keep one lab at a time, and set CKSLAB_MAX_LABS=1.',
  };
}

function diskFinding(free: number, imagesAreBuilt: boolean): Finding {
  const fact = `${gib(free)} of disk free`;
  if (free < diskFloorBytes) {
    return {
      group: 'machine',
      mark: 'bad',
      fact: `${fact}: no lab is begun below ${gib(diskFloorBytes)}`,
      remedy: 'Stop labs, run "./ckslab images prune", or free space on the disk of the engine.',
    };
  }
  if (!imagesAreBuilt && free < imagesTakeBytes) {
    return {
      group: 'machine',
      mark: 'warn',
      fact: `${fact}; the images and their caches take about 20 GiB`,
      remedy: 'Free some space, or move the cache with CKSLAB_CACHE.',
    };
  }
  if (free >= diskLowBytes) return { group: 'machine', mark: 'ok', fact };
  return {
    group: 'machine',
    mark: 'warn',
    fact: `${fact}: the disk is nearly full`,
    remedy: 'Run "./ckslab images prune", or free space before more labs are started.',
  };
}

function inotifyFinding({ inotifyInstances }: FreeRoom): Finding[] {
  if (inotifyInstances === undefined) return [];
  const fact = `fs.inotify.max_user_instances is ${inotifyInstances}`;
  if (inotifyInstances >= comfortableInstances) return [{ group: 'kernel', mark: 'ok', fact }];
  return [
    {
      group: 'kernel',
      mark: 'warn',
      fact: `${fact}: enough for about ${clustersWithin(inotifyInstances)} cluster labs at once`,
      remedy: 'For more: sudo sysctl fs.inotify.max_user_instances=1024',
    },
  ];
}

/** The images that labs are started from. */
export function imageFindings(images: readonly Pick<ImageStatus, 'name' | 'state' | 'problem'>[]): Finding[] {
  const failed = images.filter(({ state }) => state === 'failed');
  const open = images.filter(({ state }) => state !== 'ready' && state !== 'failed').map(({ name }) => name);
  const findings = failed.map(
    ({ name, problem }): Finding => ({
      group: 'images',
      mark: 'bad',
      fact: `the image ${name} could not be built${problem === undefined ? '' : `: ${problem.message}`}`,
      remedy: problem?.remedy ?? 'Run "./ckslab images build" to see why.',
    }),
  );
  if (open.length > 0) {
    findings.push({
      group: 'images',
      mark: 'warn',
      fact: `images not built yet: ${open.join(', ')}`,
      remedy: 'The running server builds them in the background; ./ckslab images build does it now.',
    });
  }
  return findings.length > 0 ? findings : [{ group: 'images', mark: 'ok', fact: 'all images are built' }];
}
