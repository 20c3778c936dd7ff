import { createHash } from 'node:crypto';

const block = 512;

/** The first file or link of an archive. */
export type TarEntry =
  | { readonly kind: 'file'; readonly sha256: string }
  | { readonly kind: 'link'; readonly target: string }
  | { readonly kind: 'other' };

/** What an archive of one path holds; long names and times stand in members of their own before it. */
export function firstEntry(archive: Buffer): TarEntry {
  let at = 0;
  let longTarget: string | undefined;
  while (at + block <= archive.length) {
    const type = String.fromCharCode(archive[at + 156] ?? 0);
    const size = Number.parseInt(textAt(archive, at + 124, 12), 8) || 0;
    const content = archive.subarray(at + block, at + block + size);
    if (type === 'x') longTarget = paxTarget(content.toString()) ?? longTarget;
    else if (type === '0' || type === '\0') {
      return { kind: 'file', sha256: createHash('sha256').update(content).digest('hex') };
    } else if (type === '2') return { kind: 'link', target: longTarget ?? textAt(archive, at + 157, 100) };
    else if (type !== 'g') return { kind: 'other' };
    at += block + Math.ceil(size / block) * block;
  }
  return { kind: 'other' };
}

const textAt = (archive: Buffer, at: number, length: number): string =>
  archive
    .subarray(at, at + length)
    .toString()
    .replace(/\0.*$/s, '')
    .trim();

const paxTarget = (records: string): string | undefined => /^\d+ linkpath=(.*)$/m.exec(records)?.[1];
