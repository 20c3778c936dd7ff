import { constants } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import { Fault } from '#domain/fault.ts';
import type { FileFault } from './file-fault.ts';

/** Of one file of a pack. */
export const maxFileBytes = 256 * 1024;

const refuse = (message: string, remedy: string, cause?: unknown): Fault =>
  new Fault('scenario.invalid', message, { remedy, cause });

/**
 * Reads a text file inside a folder. Links that lead out of the folder, other kinds of files, files over `maxBytes` and what
 * is no text are refused.
 * @throws Fault `scenario.invalid`
 */
export async function readInside(folder: string, file: string, maxBytes: number): Promise<string> {
  const read = await readText(folder, file, maxBytes);
  if ('text' in read) return read.text;
  throw refuse(read.fault.message, 'Correct the file.');
}

/** As `readInside`, with what is wrong as a value and, in a file that is no text, its place. */
export async function readText(
  folder: string,
  file: string,
  maxBytes: number,
): Promise<{ readonly text: string } | { readonly fault: FileFault }> {
  try {
    const bytes = await readBytes(await resolveInside(folder, file), file, maxBytes);
    const text = bytes.toString('utf8');
    const at = firstNonText(bytes, text);
    if (at !== undefined) return { fault: { ...placeOf(text, at), message: `${file} is no text in UTF-8` } };
    if (text.trim() !== '') return { text };
    return { fault: { line: 1, column: 1, message: `${file} is empty` } };
  } catch (error) {
    if (error instanceof Fault) return { fault: { message: error.message } };
    throw error;
  }
}

async function readBytes(path: string, file: string, maxBytes: number): Promise<Buffer> {
  // A pipe must not hold the reader up, and a link that was put here a moment ago is not followed.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const handle = await open(path, flags).catch((error: unknown) => {
    throw refuse(`${file} cannot be read.`, 'Make it a plain file that the server may read.', error);
  });
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) throw refuse(`${file} is not a plain file.`, 'Name a file.');
    if (stat.size > maxBytes) {
      throw refuse(
        `${file} has ${stat.size} bytes; at most ${maxBytes} are read.`,
        'Split the file or make it smaller.',
      );
    }
    const bytes = Buffer.alloc(stat.size);
    const { bytesRead } = await handle.read(bytes, 0, stat.size, 0);
    return bytes.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

function firstNonText(bytes: Buffer, text: string): number | undefined {
  const nul = text.indexOf('\0');
  if (nul !== -1) return nul;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return undefined;
  } catch {
    return Math.max(0, text.indexOf('\uFFFD'));
  }
}

/** Line and column of an offset, as an editor counts them. */
export function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
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
