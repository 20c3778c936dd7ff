import { lstat, readFile, realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import { Fault } from '#domain/fault.ts';

const refuse = (message: string, remedy: string, cause?: unknown): Fault =>
  new Fault('scenario.invalid', message, { remedy, cause });

/**
 * Reads a text file inside a folder. Links that lead out of the folder, other kinds of files and files over `maxBytes`
 * are refused.
 * @throws Fault `scenario.invalid`
 */
export async function readInside(folder: string, file: string, maxBytes: number): Promise<string> {
  const path = await resolveInside(folder, file);
  const { size } = await regularFile(path, file);
  if (size > maxBytes) {
    throw refuse(
      `${file} has ${size} bytes; at most ${maxBytes} are read.`,
      'Split the file or make it smaller.',
    );
  }
  return readFile(path, 'utf8');
}

async function regularFile(path: string, file: string): Promise<{ size: number }> {
  const stat = await lstat(path);
  if (stat.isFile()) return stat;
  throw refuse(`${file} is not a plain file.`, 'Name a file.');
}

async function resolveInside(folder: string, file: string): Promise<string> {
  const root = await realpath(folder);
  const path = await realpath(join(root, file)).catch((error: unknown) => {
    throw refuse(
      `There is no file ${file}.`,
      'Add the file to the scenario folder or correct the name.',
      error,
    );
  });
  const way = relative(root, path);
  if (way === '' || way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way)) {
    throw refuse(`${file} lies outside of its folder.`, 'Keep every file of a scenario in its own folder.');
  }
  return path;
}
