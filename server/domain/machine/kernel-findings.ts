import type { Finding } from '#contract/doctor.ts';
import type { Scenario } from '#contract/scenario/scenario.ts';

export type KernelFeature = Scenario['requirements']['kernel'][number];

/** How each feature is called, and what to do where it is missing. One text for the doctor and for the badges of scenarios. */
export const kernelFeatures: Readonly<Record<KernelFeature, { needs: string; why: string }>> = {
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

const names = Object.keys(kernelFeatures) as KernelFeature[];

/** One finding for each feature, with the scenarios that need it where it is missing. */
export function kernelFindings(
  there: ReadonlySet<KernelFeature>,
  scenarios: readonly Pick<Scenario, 'id' | 'requirements'>[],
): Finding[] {
  return names.map((name): Finding => {
    const { needs, why } = kernelFeatures[name];
    if (there.has(name)) return { group: 'kernel', mark: 'ok', fact: `the kernel offers ${needs}` };
    const blocked = scenarios.filter(({ requirements }) => requirements.kernel.includes(name));
    if (blocked.length === 0) {
      return { group: 'kernel', mark: 'ok', fact: `the kernel lacks ${needs}, which no scenario here needs` };
    }
    const ids = blocked.map(({ id }) => id).join(', ');
    return {
      group: 'kernel',
      mark: 'warn',
      fact: `the kernel lacks ${needs}: ${blocked.length === 1 ? 'one scenario cannot' : `${blocked.length} scenarios cannot`} run here (${ids})`,
      remedy: why,
    };
  });
}
