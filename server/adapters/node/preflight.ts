import { access, readFile, statfs } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import type { FreeRoom } from '#domain/lab/room.ts';
import type { KernelFeature, MachineFacts } from '#ports/machine-facts.ts';
import { readPressure } from './pressure.ts';
import { readRoom } from './room.ts';

const probes: Readonly<Record<KernelFeature, () => Promise<boolean>>> = {
  apparmor: async () => (await text('/sys/module/apparmor/parameters/enabled')).trim() === 'Y',
  // The list of symbols has this one only in kernels that can set a probe.
  kprobes: async () => (await text('/proc/kallsyms')).includes(' register_kprobe\n'),
  btf: () => exists('/sys/kernel/btf/vmlinux'),
  kvm: () => exists('/dev/kvm'),
  bpf: async () => /\tbpf$/m.test(await text('/proc/filesystems')),
};

/** The facts of this machine. They are those of the labs as well: containers share the kernel. */
export class LocalMachine implements MachineFacts {
  private readonly dirs: readonly string[];
  private probed: Promise<ReadonlySet<KernelFeature>> | undefined;

  /** Free space is that of the fullest file system that holds one of `dirs`; one that cannot be seen from here does not count. */
  constructor(...dirs: readonly string[]) {
    this.dirs = dirs;
  }

  kernel(): Promise<ReadonlySet<KernelFeature>> {
    this.probed ??= probeAll();
    return this.probed;
  }

  async size(): Promise<{ cores: number; memoryBytes: number; freeDiskBytes: number }> {
    return {
      cores: availableParallelism(),
      memoryBytes: totalmem(),
      freeDiskBytes: await this.freeDisk(),
    };
  }

  async room(): Promise<FreeRoom> {
    const [room, freeDiskBytes] = await Promise.all([readRoom(), this.freeDisk()]);
    return { ...room, freeDiskBytes };
  }

  pressure(): Promise<number> {
    return readPressure();
  }

  private async freeDisk(): Promise<number> {
    const disks = await Promise.all(this.dirs.map((dir) => statfs(dir).catch(() => undefined)));
    return Math.min(...disks.flatMap((disk) => (disk === undefined ? [] : [disk.bavail * disk.bsize])));
  }
}

async function probeAll(): Promise<ReadonlySet<KernelFeature>> {
  const names = Object.keys(probes) as KernelFeature[];
  const found = await Promise.all(names.map((name) => probes[name]()));
  return new Set(names.filter((_, at) => found[at]));
}

/** A file that is not there or may not be read has nothing to say. */
async function text(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
