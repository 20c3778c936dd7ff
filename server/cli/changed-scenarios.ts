import { isAbsolute, relative } from 'node:path';
import { readCoreSet } from '#adapters/fs/core-set.ts';
import { changedFiles } from '#adapters/git/changed-files.ts';
import type { FsScenarioLibrary } from '#adapters/fs/scenario-library.ts';
import type { ChoiceParts } from '#app/proof/choose.ts';
import type { ScenarioLibrary } from '#ports/scenario-library.ts';
import type { Config } from '../config.ts';
import { fromRoot } from './places.ts';

/** A library that tells where its packs lie. */
export type PackLibrary = ScenarioLibrary & Pick<FsScenarioLibrary, 'packs'>;

/** What changed in this repository. Throws as `changedFiles` does. */
export async function choiceParts(
  config: Config,
  library: PackLibrary,
  since: string | undefined,
  signal: AbortSignal,
): Promise<ChoiceParts> {
  const changes = await changedFiles(fromRoot(), since, signal);
  return { changes, ...(await knownParts(config, library)) };
}

/** What is known without any history. */
export async function knownParts(
  config: Config,
  library: PackLibrary,
): Promise<Omit<ChoiceParts, 'changes'>> {
  const packs = packFolders(config);
  return { core: await coreSet(), packs, outside: outsideOf(library, packs) };
}

export const coreSet = (): Promise<readonly string[]> => readCoreSet(fromRoot('scenarios/core-set.yaml'));

/** Folders of scenarios, relative to the root of the repository; of packs elsewhere its history tells nothing. */
function packFolders(config: Config): string[] {
  const folders = config.packs.flatMap((pack) => (pack.kind === 'folder' ? [pack.folder] : []));
  const more = folders.map((folder) => relative(fromRoot(), folder));
  return ['scenarios', ...more.filter((path) => !path.startsWith('..') && !isAbsolute(path))];
}

/** Scenarios of packs from elsewhere, copies that git fetched included: they are ignored by this repository's history. */
function outsideOf(library: PackLibrary, folders: readonly string[]): string[] {
  const inside = library.packs().filter(({ folder }) => folders.includes(relative(fromRoot(), folder)));
  const ids = new Set(inside.map(({ pack }) => pack.id));
  return library.all().flatMap(({ pack, scenario }) => (ids.has(pack.id) ? [] : [scenario.id]));
}
