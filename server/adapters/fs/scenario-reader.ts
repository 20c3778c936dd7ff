import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { LoadedPack } from '#ports/scenario-library.ts';
import { type Loaded, loadScenario } from './load-scenario.ts';
import type { ScenarioPlace } from './scenario-faults.ts';

/** A folder with more in it is read each time. */
const mostFiles = 1000;

/** Reads scenario folders, and again only those in which something changed: one saved file must not cost the whole catalogue. */
export class ScenarioReader {
  private readonly known = new Map<string, { readonly state: string; readonly loaded: Loaded }>();

  async read(place: ScenarioPlace, shown: string, pack: LoadedPack): Promise<Loaded> {
    const state = await folderState(place.folder);
    const key = JSON.stringify([shown, place.folder, pack]);
    const before = this.known.get(key);
    if (state !== undefined && before?.state === state) return before.loaded;
    const loaded = await loadScenario(place, shown, pack);
    if (state !== undefined) this.known.set(key, { state, loaded });
    return loaded;
  }
}

/** What changes when any file below a folder does. */
async function folderState(folder: string): Promise<string | undefined> {
  const entries = await readdir(folder, { recursive: true }).catch(() => undefined);
  if (entries === undefined || entries.length > mostFiles) return undefined;
  const states = await Promise.all(
    entries.sort().map(async (name) => {
      const stat = await lstat(join(folder, name), { bigint: true }).catch(() => undefined);
      return [name, ...(stat === undefined ? [] : [stat.ino, stat.size, stat.mtimeNs, stat.ctimeNs])].join(
        ' ',
      );
    }),
  );
  return states.join('\n');
}
