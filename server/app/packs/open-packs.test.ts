import { expect, test } from 'vitest';
import { MemoryPackCopies } from '#adapters/memory/pack-copies.ts';
import { Fault } from '#domain/fault.ts';
import type { GitSource } from '#domain/packs/pack-source.ts';
import { openPacks } from './open-packs.ts';

const git: GitSource = { kind: 'git', url: 'https://git.example.org/p.git', ref: 'v1' };
const folder = { kind: 'folder', folder: '/srv/own' } as const;
const name = 'https://git.example.org/p.git#v1';
const options = { update: true, withinMs: 60_000, signal: new AbortController().signal };
const copy = (letter: string) => ({
  folder: `/cache/${letter}`,
  commit: letter.repeat(40),
  fetchedAt: Date.UTC(2026, 0, 2),
});
const noNetwork = new Fault('pack.unreachable', 'git: fatal: no such host.', {
  remedy: 'Check the network.',
});

function copies(last?: string, newest?: string): MemoryPackCopies {
  const memory = new MemoryPackCopies();
  if (last !== undefined) memory.there.set(name, copy(last));
  if (newest === undefined) memory.away = noNetwork;
  else memory.newest.set(name, copy(newest));
  return memory;
}

test('folders are used where they are, and packs from git in their newest state, in the order given', async () => {
  const { packs, faults } = await openPacks([folder, git], copies('a', 'b'), options);
  expect(packs.map((pack) => [pack.folder, pack.note])).toEqual([
    ['/srv/own', undefined],
    ['/cache/b', undefined],
  ]);
  expect(faults).toEqual([]);
});

test('without a network the last copy is used, and says so', async () => {
  const { packs, faults } = await openPacks([git], copies('a'), options);
  expect(packs[0]).toMatchObject({ folder: '/cache/a' });
  expect(packs[0]?.note).toBe(
    'It could not be updated (git: fatal: no such host.). This is the copy of 2026-01-02, commit aaaaaaaaaa.',
  );
  expect(faults).toEqual([]);
});

test('a pack of which there is nothing is a fault and does not hide the others', async () => {
  const { packs, faults } = await openPacks([git, folder], copies(), options);
  expect(packs.map((pack) => pack.folder)).toEqual(['/srv/own']);
  expect(faults).toEqual([
    { file: name, message: 'the pack could not be fetched: git: fatal: no such host. Check the network.' },
  ]);
});

test('where no update is asked for, nobody is asked about a pack that is there', async () => {
  const memory = copies('a', 'b');
  const { packs } = await openPacks([git], memory, { ...options, update: false });
  expect([packs[0]?.folder, memory.fetches]).toEqual(['/cache/a', 0]);
});

test('an abort is no reason to go on with old copies', async () => {
  const signal = AbortSignal.abort(new Fault('cancelled', 'Stopped on request.', { remedy: 'Again.' }));
  await expect(openPacks([git], copies('a', 'b'), { ...options, signal })).rejects.toThrow(
    'Stopped on request',
  );
});
