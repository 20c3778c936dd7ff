import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ScenarioFault } from '#contract/api.ts';
import { Pack } from '#contract/scenario/pack.ts';
import type { FileFault } from './file-fault.ts';
import { maxFileBytes, readText } from './inside.ts';
import { readYaml } from './read-yaml.ts';

const packFile = 'pack.yaml';

/** A pack's own description, with the way to say where something is wrong in it. */
export type ReadPack =
  | { readonly pack: Pack; readonly idFault: (message: string) => ScenarioFault }
  | { readonly faults: readonly ScenarioFault[] };

/** Reads `pack.yaml`. Without a sound one, nothing of a pack is used: its terms are not known. */
export async function readPack(folder: string, shown: string): Promise<ReadPack> {
  const file = join(shown, packFile);
  const inFile = (fault: FileFault): ScenarioFault => ({ file, ...fault });
  const isThere = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isThere) return { faults: [{ file: shown, message: 'there is no such folder' }] };
  const got = await readText(folder, packFile, maxFileBytes);
  if ('fault' in got) return { faults: [inFile(got.fault)] };
  const read = readYaml(got.text, Pack);
  if (!read.ok) return { faults: read.faults.map(inFile) };
  return { pack: read.value, idFault: (message) => inFile(read.locate(['id'], message)) };
}
