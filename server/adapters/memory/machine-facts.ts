import type { FreeRoom } from '#domain/lab/room.ts';
import type { KernelFeature, MachineFacts } from '#ports/machine-facts.ts';

/** A machine with 8 GiB and the named kernel features. */
export class MemoryMachineFacts implements MachineFacts {
  /** May be changed by tests. */
  left: FreeRoom = {
    cores: 2,
    freeMemoryBytes: 8 * 1024 ** 3,
    freeDiskBytes: 50 * 1024 ** 3,
    inotifyInstances: undefined,
  };
  /** May be changed by tests. */
  waiting = 0;
  private readonly features: ReadonlySet<KernelFeature>;

  constructor(features: readonly KernelFeature[] = []) {
    this.features = new Set(features);
  }

  async kernel(): Promise<ReadonlySet<KernelFeature>> {
    return this.features;
  }

  async room(): Promise<FreeRoom> {
    return this.left;
  }

  async pressure(): Promise<number> {
    return this.waiting;
  }

  async size(): Promise<{ cores: number; memoryBytes: number; freeDiskBytes: number }> {
    return { cores: 2, memoryBytes: 8 * 1024 ** 3, freeDiskBytes: 50 * 1024 ** 3 };
  }
}
