import type { Scenario } from '#contract/scenario/scenario.ts';
import { kernelFeatures, type KernelFeature } from '#domain/machine/kernel-findings.ts';

export interface Blocked {
  readonly needs: string;
  readonly why: string;
}

const mib = 1024 ** 2;

/** Why a scenario cannot run on this machine; empty when it can. */
export function blockedBy(
  { requirements }: Scenario,
  kernel: ReadonlySet<KernelFeature>,
  memoryBytes: number,
): Blocked[] {
  const missing = requirements.kernel
    .filter((feature) => !kernel.has(feature))
    .map((name) => kernelFeatures[name]);
  if (memoryBytes >= requirements.memoryMiB * mib) return missing;
  const has = Math.round(memoryBytes / mib);
  const memory = {
    needs: `${requirements.memoryMiB} MiB of memory`,
    why: `This machine has ${has} MiB. Use one with more memory.`,
  };
  return [...missing, memory];
}
