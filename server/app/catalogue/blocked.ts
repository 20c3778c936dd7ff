import type { Scenario } from '#contract/scenario/scenario.ts';
import type { KernelFeature } from '#ports/machine-facts.ts';

export interface Blocked {
  readonly needs: string;
  readonly why: string;
}

const mib = 1024 ** 2;

const words: Readonly<Record<KernelFeature, { needs: string; why: string }>> = {
  apparmor: {
    needs: 'AppArmor',
    why: 'The kernel of this machine runs without AppArmor. Use a machine whose kernel has it, such as a Debian or Ubuntu desktop.',
  },
  kprobes: {
    needs: 'kprobes',
    why: 'The kernel of this machine was built without kprobes. Use a machine with a distribution kernel.',
  },
  btf: {
    needs: 'BTF',
    why: 'The kernel of this machine does not describe its types in /sys/kernel/btf. Use a kernel built with CONFIG_DEBUG_INFO_BTF.',
  },
  kvm: {
    needs: 'KVM',
    why: 'This machine offers no /dev/kvm. Turn on virtualisation in its firmware, or use one that has it.',
  },
  bpf: {
    needs: 'BPF file system',
    why: 'The kernel of this machine has no BPF file system. Use a machine with a distribution kernel.',
  },
};

/** Why a scenario cannot run on this machine; empty when it can. */
export function blockedBy(
  { requirements }: Scenario,
  kernel: ReadonlySet<KernelFeature>,
  memoryBytes: number,
): Blocked[] {
  const missing = requirements.kernel.filter((feature) => !kernel.has(feature)).map((name) => words[name]);
  if (memoryBytes >= requirements.memoryMiB * mib) return missing;
  const has = Math.round(memoryBytes / mib);
  const memory = {
    needs: `${requirements.memoryMiB} MiB of memory`,
    why: `This machine has ${has} MiB. Use one with more memory.`,
  };
  return [...missing, memory];
}
