import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Answer, Question } from '#contract/observer.ts';
import { TestLab } from '../../../testing/test-lab.ts';

const plain = { owner: 'root', group: 'root', mode: '0644' };
const told = (path: string, more: object = {}) => ({ path, type: 'file' as const, ...plain, ...more });

/** A folder with these entries, or what keeps it from being looked through. */
const folder = (tree: Answer<Question>): TestLab => {
  const lab = new TestLab();
  lab.sees = (question) =>
    question.kind === 'tree'
      ? tree
      : { kind: 'file', exists: true, type: 'directory', ...plain, mode: '0755' };
  return lab;
};
const holding = (...entries: ReturnType<typeof told>[]) => folder({ kind: 'tree', exists: true, entries });

const check = { type: 'node.file', on: 'cp', path: '/pki', owner: 'root', maxMode: '0644', recursive: true };

test('owner and permissions hold for all below a folder, and links are let be', async () => {
  const good = holding(
    told('/pki/a'),
    told('/pki/in', { type: 'directory', mode: '0755' }),
    told('/pki/link', { type: 'link', mode: '0777', owner: 'ann' }),
  );
  expect(await good.look(check)).toMatchObject({
    verdict: 'pass',
    expected: '/pki: owner root, no permission beyond 0644, the same for all below it',
    probe: 'on cp: /pki and all below it',
  });
  const bad = holding(told('/pki/a', { mode: '0664' }), told('/pki/b', { owner: 'ann' }));
  expect(await bad.look(check)).toMatchObject({
    verdict: 'fail',
    found: '/pki/a root:root, mode 0664; /pki/b ann:root, mode 0644',
  });
  const closed = { ...check, maxMode: '0600' };
  expect((await holding().look(closed)).found).toBe('root:root, mode 0755');
  const many = holding(...Array.from({ length: 7 }, (_, i) => told(`/pki/${i}`, { owner: 'ann' })));
  expect((await many.look(check)).found).toContain('and 2 more');
});

test('a folder that cannot be looked through is unknown', async () => {
  expect((await folder({ kind: 'unknown', reason: 'too much' }).look(check)).verdict).toBe('unknown');
  expect((await new TestLab().look(check)).verdict).toBe('unknown');
});

const file = (content: string, sha256 = createHash('sha256').update(content).digest('hex')): TestLab => {
  const lab = new TestLab();
  lab.sees = () => ({ kind: 'file', exists: true, type: 'file', ...plain, content, sha256 });
  return lab;
};

test('the sum of a whole file', async () => {
  const sum = createHash('sha256').update('abc').digest('hex');
  const summed = { type: 'node.file', on: 'cp', path: '/a', sha256: sum };
  expect((await file('abc').look(summed)).verdict).toBe('pass');
  expect((await file('abd').look(summed)).found).toMatch(/^the SHA-256 sum is [0-9a-f]{64}$/);
});

test('a text that was cut off is no text to be judged', async () => {
  const text = { type: 'node.file', on: 'cp', path: '/a', text: { contains: 'a' } };
  expect((await file('abc').look(text)).verdict).toBe('pass');
  expect((await file('abc', 'of more').look(text)).verdict).toBe('unknown');
});

test('a file of sections and keys', async () => {
  const ini = {
    type: 'node.file',
    on: 'cp',
    path: '/a.service',
    parse: 'ini',
    expect: [{ cel: "self.Service.NoNewPrivileges == 'yes'", say: 'no new privileges' }],
  };
  expect((await file('[Service]\nNoNewPrivileges=yes\n').look(ini)).verdict).toBe('pass');
  expect((await file('[Service]\nNoNewPrivileges=no\n').look(ini)).found).toBe('not so: no new privileges');
  expect((await file('nonsense').look(ini)).found).toMatch(/^not INI: /);
});
