import { createReadStream } from 'node:fs';
import { readdir, readlink, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';

/** One member of an archive. Owner is always root, the time always zero: equal files give equal archives. */
export type Entry = { path: string; mode: number } & (
  | { kind: 'text'; text: string }
  | { kind: 'file'; source: string; size: number }
  | { kind: 'link'; target: string }
  | { kind: 'folder' }
);

const block = 512;
const typeFlag = { text: '0', file: '0', link: '2', folder: '5' } as const;

/** A ustar stream of the entries. A path that the format cannot hold is an error, never cut. */
export function packed(entries: readonly Entry[]): Readable {
  return Readable.from(blocks(entries), { objectMode: false });
}

async function* blocks(entries: readonly Entry[]): AsyncGenerator<Buffer> {
  for (const entry of entries) {
    const text = entry.kind === 'text' ? Buffer.from(entry.text) : undefined;
    const size = entry.kind === 'file' ? entry.size : (text?.length ?? 0);
    yield header(entry, size);
    if (text) yield text;
    if (entry.kind === 'file') yield* createReadStream(entry.source, { highWaterMark: 1 << 20 });
    const rest = size % block;
    if (rest > 0) yield Buffer.alloc(block - rest);
  }
  yield Buffer.alloc(2 * block);
}

function header(entry: Entry, size: number): Buffer {
  const head = Buffer.alloc(block);
  const { name, prefix } = splitPath(entry.kind === 'folder' ? `${entry.path}/` : entry.path);
  head.write(name, 0, 100);
  head.write(octal(entry.mode, 8), 100);
  head.write(octal(0, 8), 108);
  head.write(octal(0, 8), 116);
  head.write(octal(size, 12), 124);
  head.write(octal(0, 12), 136);
  head.fill(' ', 148, 156);
  head.write(typeFlag[entry.kind], 156);
  if (entry.kind === 'link') head.write(entry.target, 157, 100);
  head.write('ustar\u000000', 257);
  head.write(prefix, 345, 155);
  const sum = head.reduce((total, byte) => total + byte, 0);
  head.write(`${sum.toString(8).padStart(6, '0')}\u0000 `, 148);
  return head;
}

const octal = (value: number, width: number): string => `${value.toString(8).padStart(width - 1, '0')}\u0000`;

function splitPath(path: string): { name: string; prefix: string } {
  if (Buffer.byteLength(path) <= 100) return { name: path, prefix: '' };
  const cut = path.lastIndexOf('/', 155);
  const name = path.slice(cut + 1);
  if (cut < 1 || Buffer.byteLength(name) > 100 || name === '') {
    throw new Error(`the path ${path} is too long for an archive`);
  }
  return { name, prefix: path.slice(0, cut) };
}

/** Everything below `folder`, in a stable order, as it shall appear below `at`. */
export async function entriesBelow(folder: string, at: string): Promise<Entry[]> {
  const found: Entry[] = [];
  const names = await readdir(folder, { withFileTypes: true });
  for (const item of names.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const source = join(folder, item.name);
    const path = at === '' ? item.name : `${at}/${item.name}`;
    if (item.isDirectory()) {
      found.push({ kind: 'folder', path, mode: 0o755 }, ...(await entriesBelow(source, path)));
    } else if (item.isSymbolicLink()) {
      found.push({ kind: 'link', path, mode: 0o777, target: await readlink(source) });
    } else {
      found.push(await fileEntry(source, path));
    }
  }
  return found;
}

/** The file with its own executable bit, and no other permission of the machine it was built on. */
export async function fileEntry(source: string, path: string): Promise<Entry> {
  const { mode, size } = await stat(source);
  return { kind: 'file', path, source, size, mode: (mode & 0o100) === 0 ? 0o644 : 0o755 };
}
