import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Fault } from '#domain/fault.ts';

/**
 * Writes a folder that does not exist yet, with all of these files or, after a failure, not at all. Gives the paths of the
 * files.
 * @throws Fault `request.invalid` when the folder exists: what is there stays as it is.
 */
export async function writeNewFolder(folder: string, files: ReadonlyMap<string, string>): Promise<string[]> {
  await claim(folder);
  try {
    for (const [file, text] of files) {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), text, { flag: 'wx' });
    }
    return [...files.keys()].map((file) => join(folder, file));
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** Making a folder is atomic: what somebody else has written is never touched. */
async function claim(folder: string): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  await mkdir(folder).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    throw new Fault('request.invalid', `${folder} exists already.`, {
      remedy: 'Choose another name, or remove the folder yourself.',
      cause: error,
    });
  });
}
