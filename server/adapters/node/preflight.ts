import { access, readFile, statfs } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import type { KernelFeature, MachineFacts } from '#ports/machine-facts.ts';

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
  private readonly dir: string;
  private probed: Promise<ReadonlySet<KernelFeature>> | undefined;

  /** Free space is that of the file system that holds `dir`. */
  constructor(dir: string) {
    this.dir = dir;
  }

  kernel(): Promise<ReadonlySet<KernelFeature>> {
    this.probed ??= probeAll();
    return this.probed;
  }

  async size(): Promise<{ cores: number; memoryBytes: number; freeDiskBytes: number }> {
    const disk = await statfs(this.dir);
    return {
      cores: availableParallelism(),
      memoryBytes: totalmem(),
      freeDiskBytes: disk.bavail * disk.bsize,
    };
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
