import type { KernelFeature, MachineFacts } from '#ports/machine-facts.ts';

/** A machine with 8 GiB and the named kernel features. */
export class MemoryMachineFacts implements MachineFacts {
  private readonly features: ReadonlySet<KernelFeature>;

  constructor(features: readonly KernelFeature[] = []) {
    this.features = new Set(features);
  }

  async kernel(): Promise<ReadonlySet<KernelFeature>> {
    return this.features;
  }

  async size(): Promise<{ cores: number; memoryBytes: number; freeDiskBytes: number }> {
    return { cores: 2, memoryBytes: 8 * 1024 ** 3, freeDiskBytes: 50 * 1024 ** 3 };
  }
}
