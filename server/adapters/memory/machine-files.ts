import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import type { FolderView } from '#contract/files.ts';
import { homeOf } from '#domain/files/home.ts';
import { fileFault } from '#domain/files/refusals.ts';
import type { FilePlace, FileToSave, MachineFiles, OpenedFile } from '#ports/machine-files.ts';
import { type MemoryFile, type MemoryWorld, throwIfCancelled } from './machines-world.ts';

const folders = ['/', '/etc', '/tmp', '/root', '/home', '/home/learner', '/srv'];

/** Files of machines in memory. Only `learner` and `root` live there; the learner owns the home and may write to /tmp. */
export class MemoryMachineFiles implements MachineFiles {
  private readonly world: MemoryWorld;

  constructor(world: MemoryWorld) {
    this.world = world;
  }

  async save(place: FilePlace, file: FileToSave, signal: AbortSignal): Promise<{ path: string }> {
    throwIfCancelled(signal);
    const { files } = this.world.machine(place.lab, place.machine);
    const path = absolute(place);
    if (isFolder(files, path)) throw fileFault('directory', place.path);
    if (!isFolder(files, posix.dirname(path))) throw fileFault('parent', place.path);
    refuse(place, path, files.get(path), file.expect);
    const chunks: Uint8Array[] = [];
    for await (const chunk of file.content) {
      throwIfCancelled(signal);
      chunks.push(chunk);
    }
    throwIfCancelled(signal);
    const content = Buffer.concat(chunks);
    if (content.length !== file.bytes) throw fileFault('cut', place.path);
    const id = place.user === 'root' ? 0 : 1000;
    const { mode, uid, gid } = files.get(path) ?? { mode: '0644', uid: id, gid: id };
    files.set(path, { content, mode, uid, gid });
    return { path };
  }

  async open(place: FilePlace, maxBytes: number, signal: AbortSignal): Promise<OpenedFile> {
    throwIfCancelled(signal);
    const { files } = this.world.machine(place.lab, place.machine);
    const path = absolute(place);
    if (isFolder(files, path)) throw fileFault('directory', place.path);
    const file = files.get(path);
    if (file === undefined) throw fileFault('missing', place.path);
    if (file.content.length > maxBytes) throw fileFault('large', place.path);
    const { content } = file;
    async function* pieces(): AsyncGenerator<Uint8Array> {
      for (let at = 0; at < content.length; at += 65_536) {
        throwIfCancelled(signal);
        yield content.subarray(at, at + 65_536);
      }
    }
    return { path, bytes: content.length, writable: mayWrite(place, path, file), content: pieces() };
  }

  async list(place: FilePlace, limit: number, signal: AbortSignal): Promise<FolderView> {
    throwIfCancelled(signal);
    const { files } = this.world.machine(place.lab, place.machine);
    const path = absolute(place);
    if (files.has(path)) throw fileFault('special', place.path);
    if (!isFolder(files, path)) throw fileFault('missing', place.path);
    const below = path === '/' ? '/' : `${path}/`;
    const names = new Map<string, 'file' | 'folder'>();
    for (const known of [...folders, ...files.keys()]) {
      if (!known.startsWith(below) || known === below) continue;
      const [name = '', ...deeper] = known.slice(below.length).split('/');
      names.set(name, deeper.length > 0 || !files.has(known) ? 'folder' : 'file');
    }
    const entries = [...names].map(([name, kind]) => ({ name, kind }));
    entries.sort((one, other) => (one.name < other.name ? -1 : 1));
    return { path, entries: entries.slice(0, limit), more: entries.length > limit };
  }
}

const absolute = ({ path, user }: FilePlace): string =>
  path.startsWith('/') ? posix.normalize(path) : posix.join(homeOf(user), path).replace(/(.)\/$/, '$1');

const isFolder = (files: ReadonlyMap<string, MemoryFile>, path: string): boolean =>
  folders.includes(path) || [...files.keys()].some((known) => known.startsWith(`${path}/`));

function mayWrite({ user }: FilePlace, path: string, file: MemoryFile | undefined): boolean {
  if (user === 'root' || file?.uid === 1000) return true;
  return file === undefined && [homeOf(user), '/tmp'].some((own) => path.startsWith(`${own}/`));
}

function refuse(place: FilePlace, path: string, there: MemoryFile | undefined, expect: string): void {
  if (there !== undefined && expect === 'absent') throw fileFault('exists', place.path);
  if (!mayWrite(place, path, there)) throw fileFault('denied', place.path);
  if (!expect.startsWith('sha256:')) return;
  const now = there && `sha256:${createHash('sha256').update(there.content).digest('hex')}`;
  if (now !== expect) throw fileFault('changed', place.path);
}
