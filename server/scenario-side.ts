import { join } from 'node:path';
import { FsScenarioLibrary, type PackFolder, readCurriculum } from '#adapters/fs/scenario-library.ts';
import { GitPackCopies } from '#adapters/git/git-pack-copies.ts';
import { systemClock } from '#adapters/node/clock.ts';
import { openPacks, type OpenPacks } from '#app/packs/open-packs.ts';
import type { UsedPacks } from '#app/packs/pack-news.ts';
import { sourceName } from '#domain/packs/pack-source.ts';
import type { Config } from './config.ts';

const own = join(import.meta.dirname, '../scenarios');
/** At a start nobody waits longer for news of a pack; a first copy may take its time. */
const newsMs = 20_000;
const fetchMs = 120_000;
/** How soon a running server sees what was fetched. */
const newsEveryMs = 5000;

export interface ScenarioSide {
  readonly library: FsScenarioLibrary;
  readonly opened: OpenPacks;
  /** Every folder that the library reads. */
  readonly folders: readonly string[];
}

export interface OpenOptions {
  /** `start`: news are welcome, but not waited for long; `always`: news are what this is about. */
  readonly update: 'never' | 'start' | 'always';
  readonly signal: AbortSignal;
}

/** Copies of packs from git, in the cache. */
export const packCopies = (config: Config): GitPackCopies =>
  new GitPackCopies({
    root: join(config.cacheDir, 'packs'),
    clock: systemClock,
    caBundle: config.caBundle,
  });

/** The scenarios of this repository and of the configured packs, read once. Packs that were never here are fetched. */
export async function openScenarios(config: Config, { update, signal }: OpenOptions): Promise<ScenarioSide> {
  const opened = await openPacks(config.packs, packCopies(config), {
    update: update !== 'never',
    withinMs: update === 'start' ? newsMs : fetchMs,
    signal,
  });
  const packs = foldersOf(opened);
  const curriculum = await readCurriculum(join(own, 'curriculum.yaml'));
  const library = new FsScenarioLibrary({ packs, curriculum, faults: opened.faults });
  await library.reload();
  return { library, opened, folders: packs.map(({ folder }) => folder) };
}

/** What a library reads of the own pack and the opened ones. */
const foldersOf = ({ packs }: OpenPacks): PackFolder[] => [
  { folder: own, shown: 'scenarios' },
  ...packs.map(({ source, folder, note }) => ({
    folder,
    shown: sourceName(source),
    ...(note !== undefined && { note }),
  })),
];

/** What a running server needs to take in newer packs. */
export function usedPacks(config: Config, { library, opened }: ScenarioSide): UsedPacks {
  return {
    sources: config.packs,
    copies: packCopies(config),
    opened,
    everyMs: newsEveryMs,
    scenariosIn: (folder) => {
      const pack = library.packs().find((one) => one.folder === folder)?.pack.id;
      return library
        .all()
        .filter((loaded) => loaded.pack.id === pack)
        .map(({ scenario }) => scenario.id);
    },
    use: (next, mayStill) => library.use({ packs: foldersOf(next), faults: next.faults }, mayStill),
  };
}

/** The scenarios as they are on this machine. */
export const openLibrary = async (config: Config): Promise<FsScenarioLibrary> =>
  (await openScenarios(config, { update: 'never', signal: AbortSignal.timeout(10 * 60_000) })).library;
