import { join } from 'node:path';
import { FsScenarioLibrary, readCurriculum } from '#adapters/fs/scenario-library.ts';
import { GitPackCopies } from '#adapters/git/git-pack-copies.ts';
import { systemClock } from '#adapters/node/clock.ts';
import { openPacks, type OpenPacks } from '#app/packs/open-packs.ts';
import { sourceName } from '#domain/packs/pack-source.ts';
import type { Config } from './config.ts';

const own = join(import.meta.dirname, '../scenarios');
/** At a start nobody waits longer for news of a pack; a first copy may take its time. */
const newsMs = 20_000;
const fetchMs = 120_000;

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
  const packs = [
    { folder: own, shown: 'scenarios' },
    ...opened.packs.map(({ source, folder, note }) => ({
      folder,
      shown: sourceName(source),
      ...(note !== undefined && { note }),
    })),
  ];
  const curriculum = await readCurriculum(join(own, 'curriculum.yaml'));
  const library = new FsScenarioLibrary({ packs, curriculum, faults: opened.faults });
  await library.reload();
  return { library, opened, folders: packs.map(({ folder }) => folder) };
}

/** The scenarios as they are on this machine. */
export const openLibrary = async (config: Config): Promise<FsScenarioLibrary> =>
  (await openScenarios(config, { update: 'never', signal: AbortSignal.timeout(10 * 60_000) })).library;
