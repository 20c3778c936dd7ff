import type { FreeRoom } from '#domain/lab/room.ts';

export type KernelFeature = 'apparmor' | 'kprobes' | 'btf' | 'kvm' | 'bpf';

/** What the machine under the platform can do, as it shows itself. */
export interface MachineFacts {
  /** Features that this kernel offers to labs. Probed once: they do not change while the machine is up. */
  kernel(): Promise<ReadonlySet<KernelFeature>>;
  /** What is left for labs, as it is now. */
  room(): Promise<FreeRoom>;
  size(): Promise<{ cores: number; memoryBytes: number; freeDiskBytes: number }>;
}
