import type { CheckOf } from '#contract/scenario/checks.ts';
import { installCommand, loadsNothing, modprobeFolders } from '#domain/grading/modprobe.ts';
import type { ModprobeFile } from '#domain/grading/modprobe.ts';
import { listed, quoted } from '#domain/grading/words.ts';
import { seen, unknown } from '../check-module.ts';
import type { CheckModule, Scene } from '../check-module.ts';
import { cannotTell, found } from '../found.ts';
import type { Found } from '../found.ts';

type Check = CheckOf<'node.kernel'>;

interface Kernel {
  readonly values: Readonly<Record<string, string>>;
  readonly modprobe: readonly ModprobeFile[];
}

const maxEntries = 500;
const maxBytes = 512 * 1024;

/**
 * Settings of the kernel, read from the kernel, and what modprobe's configuration makes of modules, read from its files:
 * nothing is loaded and no program of the machine runs.
 */
export const nodeKernel: CheckModule<'node.kernel', Kernel> = {
  type: 'node.kernel',
  deadlineMs: () => 20_000,

  expected({ sysctl = {}, moduleBlocked = [] }) {
    const settings = Object.entries(sysctl).map(([name, value]) => `${name} is ${value}`);
    const modules = moduleBlocked.length === 0 ? [] : [`modprobe does not load ${listed(moduleBlocked)}`];
    return [...settings, ...modules].join(', ');
  },

  async observe({ on, sysctl = {}, moduleBlocked = [] }, scene) {
    const names = Object.keys(sysctl);
    const ways = [
      ...(names.length > 0 ? [`sysctl ${names.join(' ')}`] : []),
      ...moduleBlocked.map((module) => `modprobe --dry-run --verbose ${module}`),
    ];
    const probe = `on ${on}: ${ways.join('; ')}`;
    const settings =
      names.length === 0 ? { kind: 'sysctl' as const, values: {} } : await ask(scene, on, names);
    if (settings.kind === 'unknown') return unknown(settings.reason, probe);
    const modprobe = moduleBlocked.length === 0 ? found([]) : await readModprobe(scene, on);
    if (modprobe.kind === 'unknown') return unknown(modprobe.reason, probe);
    return seen(
      { values: settings.values, modprobe: modprobe.kind === 'found' ? modprobe.value : [] },
      probe,
    );
  },

  judge(check, kernel) {
    const faults = [...settingFaults(check, kernel), ...moduleFaults(check, kernel)];
    return { ok: faults.length === 0, found: faults.length === 0 ? 'as expected' : faults.join('; ') };
  },
};

function ask({ observer, lab, signal }: Scene, on: string, names: string[]) {
  return observer.ask(lab, on, { kind: 'sysctl', names }, signal);
}

async function readModprobe({ observer, lab, signal }: Scene, on: string): Promise<Found<ModprobeFile[]>> {
  const files: ModprobeFile[] = [];
  for (const path of modprobeFolders) {
    const answer = await observer.ask(lab, on, { kind: 'tree', path, maxEntries, maxBytes }, signal);
    if (answer.kind === 'unknown') return cannotTell(answer.reason);
    // A link to a device hides a file of the same name too, and says nothing.
    files.push(...answer.entries.map(({ path: file, content = '' }) => ({ path: file, content })));
  }
  return found(files);
}

function settingFaults({ sysctl = {} }: Check, { values }: Kernel): string[] {
  return Object.entries(sysctl).flatMap(([name, wanted]) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) return [`this kernel has no ${name}`];
    return value === wanted.trim().replaceAll(/\s+/g, ' ') ? [] : [`${name} is ${value}`];
  });
}

function moduleFaults({ moduleBlocked = [] }: Check, { modprobe }: Kernel): string[] {
  return moduleBlocked.flatMap((module) => {
    const command = installCommand(modprobe, module);
    if (command === undefined) return [`modprobe would load ${module}`];
    return loadsNothing(command) ? [] : [`for ${module}, modprobe would run ${quoted(command)}`];
  });
}
