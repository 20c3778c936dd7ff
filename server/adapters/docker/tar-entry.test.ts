import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { firstEntry } from './tar-entry.ts';
import { ustar } from './ustar.ts';

const sum = (text: string): string => createHash('sha256').update(text).digest('hex');
const file = { path: '/usr/bin/docker', content: 'a program', mode: '0755', uid: 0, gid: 0 };

/** The archive with another type, or link target, in its first header. */
function changed(archive: Buffer, type: string, target = ''): Buffer {
  const copy = Buffer.from(archive);
  copy.write(type, 156);
  copy.write(target, 157);
  return copy;
}

test('a file is told by the sum of its content', () => {
  expect(firstEntry(ustar([file]))).toEqual({ kind: 'file', sha256: sum('a program') });
});

test('a link is told by its target, also when that needs a member of its own', () => {
  const link = changed(ustar([{ ...file, content: '' }]), '2', '../lib/docker');
  expect(firstEntry(link)).toEqual({ kind: 'link', target: '../lib/docker' });
  const long = `../${'x'.repeat(120)}`;
  const record = `${` linkpath=${long}\n`.length + 3} linkpath=${long}\n`;
  const pax = changed(ustar([{ ...file, content: record }]), 'x').subarray(0, -1024);
  expect(firstEntry(Buffer.concat([pax, link]))).toEqual({ kind: 'link', target: long });
});

test('a folder, a device or nothing at all is something else', () => {
  expect(firstEntry(changed(ustar([file]), '5'))).toEqual({ kind: 'other' });
  expect(firstEntry(changed(ustar([file]), '3'))).toEqual({ kind: 'other' });
  expect(firstEntry(Buffer.alloc(0))).toEqual({ kind: 'other' });
});
