import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '#domain/fault.ts';

const shape = /^[0-9a-f]{16}$/;

/**
 * The name of this installation: what it makes carries it, and nothing without it is ever touched. It belongs to the state
 * directory, where it is made at the first start.
 */
export async function installation(stateDir: string): Promise<string> {
  await mkdir(stateDir, { recursive: true, mode: 0o700 });
  const file = join(stateDir, 'installation');
  try {
    // `wx`: of two first starts at once one makes the name and both read it.
    await writeFile(file, `${randomBytes(8).toString('hex')}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    const exists = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    if (!exists) throw error;
  }
  const name = (await readFile(file, 'utf8')).trim();
  if (shape.test(name)) return name;
  throw new Fault('config.invalid', `${file} does not hold the name of an installation.`, {
    remedy: 'Restore the file, or name another state directory in CKSLAB_STATE_DIR.',
  });
}
