import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { loadPrograms } from '#adapters/images/programs.ts';
import { readConfig } from '../../server/config.ts';

/** The kind that this repository pins, built first when it is missing. */
export async function builtKind(): Promise<string> {
  const { cacheDir } = readConfig({ ...process.env });
  await mkdir(join(cacheDir, 'logs'), { recursive: true });
  const programs = await loadPrograms(new URL('../../labs/images/tools', import.meta.url).pathname);
  return programs.file('kind', {
    cacheDir,
    signal: AbortSignal.timeout(590_000),
    note: () => undefined,
    log: join(cacheDir, 'logs', 'kind.log'),
  });
}
