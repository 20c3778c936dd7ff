import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ustar } from './ustar.ts';

const file = (path: string, content: string | Uint8Array) => ({
  path,
  content,
  mode: '0640',
  uid: 1000,
  gid: 7,
});

test('tar unpacks the archive to the same files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ustar-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const long = `/${'a'.repeat(90)}/${'b'.repeat(90)}`;
  const archive = ustar([
    file('/etc/a.txt', 'grün\n'),
    file(long, new Uint8Array(513).fill(7)),
    file('/empty', ''),
  ]);
  execFileSync('tar', ['-x', '--no-same-owner', '--same-permissions', '-C', folder], { input: archive });
  expect(readFileSync(join(folder, 'etc/a.txt'), 'utf8')).toBe('grün\n');
  expect(readFileSync(join(folder, long)).length).toBe(513);
  expect(statSync(join(folder, 'empty')).mode & 0o7777).toBe(0o640);
  expect(execFileSync('tar', ['-tv', '--numeric-owner'], { input: archive, encoding: 'utf8' })).toContain(
    '1000/7',
  );
});

test.each(['relative', '/', '/a/../b', `/${'x'.repeat(101)}`])('the path %s is refused', (path) => {
  expect(() => ustar([file(path, '')])).toThrow(/cannot be the path/);
});
