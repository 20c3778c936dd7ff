import type { FreeRoom } from '#domain/lab/room.ts';
import type { KernelFeature } from '#domain/machine/kernel-findings.ts';

export type { KernelFeature };

/** What the machine under the platform can do, as it shows itself. */
export interface MachineFacts {
  /** Features that this kernel offers to labs. Probed once: they do not change while the machine is up. */
  kernel(): Promise<ReadonlySet<KernelFeature>>;
  /** What is left for labs, as it is now. */
  room(): Promise<FreeRoom>;
  /** The share of the last seconds in which programs waited for a processor, in percent. */
  pressure(): Promise<number>;
  size(): Promise<{ cores: number; memoryBytes: number; freeDiskBytes: number }>;
}
