import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { loadPrograms } from '#adapters/images/programs.ts';
import { readConfig } from '../../server/config.ts';

/** A program that this repository declares, built first when it is missing. */
export async function builtProgram(name: string): Promise<string> {
  const { cacheDir } = readConfig({ ...process.env });
  await mkdir(join(cacheDir, 'logs'), { recursive: true });
  const programs = await loadPrograms(new URL('../../labs/images/tools', import.meta.url).pathname);
  return programs.file(name, {
    cacheDir,
    signal: AbortSignal.timeout(590_000),
    note: () => undefined,
    log: join(cacheDir, 'logs', `${name}.log`),
  });
}
