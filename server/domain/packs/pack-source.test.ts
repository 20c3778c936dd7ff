import { expect, test } from 'vitest';
import { parsePackSource, sourceName } from './pack-source.ts';

test.each([
  ['/srv/packs/one', { kind: 'folder', folder: '/srv/packs/one' }],
  ['https://git.example.org/team/pack.git', { kind: 'git', url: 'https://git.example.org/team/pack.git' }],
  ['https://git.example.org/p.git#v1.2', { kind: 'git', url: 'https://git.example.org/p.git', ref: 'v1.2' }],
  ['ssh://git@git.example.org:2222/p.git', { kind: 'git', url: 'ssh://git@git.example.org:2222/p.git' }],
  ['file:///srv/p.git#team/main', { kind: 'git', url: 'file:///srv/p.git', ref: 'team/main' }],
])('%s is a source, and is called as it was written', (text, source) => {
  const parsed = parsePackSource(text);
  expect(parsed).toMatchObject(source);
  expect(typeof parsed === 'string' ? parsed : sourceName(parsed)).toBe(text);
});

test.each([
  ['packs/one', /absolute folder or a git URL/],
  ['/a:/b', /commas/],
  ['http://git.example.org/p.git', /https, ssh or from a file URL/],
  ['ext::sh -c id', /https, ssh or from a file URL/],
  ['git://git.example.org/p.git', /https, ssh or from a file URL/],
  ['https://user:word@git.example.org/p.git', /leave name and password out/],
  ['https://token@git.example.org/p.git', /leave name and password out/],
  ['ssh://-oProxyCommand=id/p.git', /no address|absolute folder/],
  ['https://git.example.org/p.git#--upload-pack=id', /branch, tag or commit/],
  ['https://git.example.org/p.git#a:b', /branch, tag or commit/],
  ['https://git.example.org/p.git#a..b', /branch, tag or commit/],
  ['https://git.example.org/p.git#', /branch, tag or commit/],
])('%s is refused', (text, message) => {
  expect(parsePackSource(text)).toMatch(message);
});

test('a refused address with a password is not repeated', () => {
  expect(parsePackSource('https://user:hunter2@git.example.org/p.git')).not.toContain('hunter2');
});
