import type { Dirent } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ScenarioFault } from '#contract/api.ts';
import { Domain } from '#contract/scenario/scenario.ts';

export interface PackFolders {
  /** `<domain>/<id>` of every scenario folder, in the order of the curriculum. */
  readonly ways: readonly string[];
  /** Files are named from the pack's folder. */
  readonly faults: readonly ScenarioFault[];
}

const domains: readonly string[] = Domain.options;

/** Looks through a pack's folder. Links are not followed: a pack holds what it is made of. */
export async function packFolders(pack: string): Promise<PackFolders> {
  const ways: string[] = [];
  const faults: ScenarioFault[] = [];
  for (const entry of await entriesOf(pack)) {
    if (domains.includes(entry.name)) {
      if (entry.isSymbolicLink()) faults.push(isLink(entry.name));
    } else if (
      entry.isDirectory() &&
      !entry.name.startsWith('.') &&
      (await holdsScenarios(join(pack, entry.name)))
    ) {
      const message = `there is no domain ${entry.name}; use ${domains.join(', ')}`;
      faults.push({ file: entry.name, message });
    }
  }
  for (const domain of domains) {
    const stat = await lstat(join(pack, domain)).catch(() => undefined);
    if (stat?.isDirectory() !== true) continue;
    for (const entry of await entriesOf(join(pack, domain))) {
      const way = join(domain, entry.name);
      if (entry.isDirectory()) ways.push(way);
      else if (entry.isSymbolicLink()) faults.push(isLink(way));
    }
  }
  return { ways, faults };
}

const isLink = (file: string): ScenarioFault => ({
  file,
  message: 'this is a link; put the folder itself here',
});

async function holdsScenarios(folder: string): Promise<boolean> {
  const entries = await entriesOf(folder);
  const found = await Promise.all(
    entries.map((entry) => lstat(join(folder, entry.name, 'scenario.yaml')).catch(() => undefined)),
  );
  return found.some((stat) => stat !== undefined);
}

/** In the order of their names. A folder that is gone by now is empty. */
async function entriesOf(folder: string): Promise<Dirent[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  });
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}
