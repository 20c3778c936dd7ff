import { isAbsolute, relative } from 'node:path';
import { readCoreSet } from '#adapters/fs/core-set.ts';
import { changedFiles } from '#adapters/git/changed-files.ts';
import type { Changes } from '#app/proof/choose.ts';
import type { Config } from '../config.ts';
import { fromRoot } from './places.ts';

/** What the choice of scenarios to prove is made from. */
export interface ChoiceParts {
  readonly changes: Changes;
  readonly core: readonly string[];
  readonly packs: readonly string[];
}

/** What changed in this repository. Throws as `changedFiles` does. */
export async function choiceParts(
  config: Config,
  since: string | undefined,
  signal: AbortSignal,
): Promise<ChoiceParts> {
  const changes = await changedFiles(fromRoot(), since, signal);
  return { changes, core: await coreSet(), packs: packFolders(config) };
}

export const coreSet = (): Promise<readonly string[]> => readCoreSet(fromRoot('scenarios/core-set.yaml'));

/** Folders of scenarios, relative to the root of the repository; of packs elsewhere its history tells nothing. */
export function packFolders(config: Config): string[] {
  const folders = config.packs.flatMap((pack) => (pack.kind === 'folder' ? [pack.folder] : []));
  const more = folders.map((folder) => relative(fromRoot(), folder));
  return ['scenarios', ...more.filter((path) => !path.startsWith('..') && !isAbsolute(path))];
}
