import { describe, expect, test } from 'vitest';
import { engineFindings, imageFindings, roomFindings } from './findings.ts';
import { kernelFindings } from './kernel-findings.ts';

const GiB = 1024 ** 3;
const engine = { version: '28.5.2', now: 1000, cgroups: '2', storageDriver: 'overlay2' } as const;
const size = { cores: 4, memoryBytes: 16 * GiB };
const room = { cores: 4, freeMemoryBytes: 9 * GiB, freeDiskBytes: 90 * GiB, inotifyInstances: 1024 };
const marks = (findings: readonly { mark: string }[]) => findings.map(({ mark }) => mark);

describe('whatever is not fine says what to do', () => {
  test.each([
    ['an old engine', engineFindings({ ...engine, version: '20.10.3' }, 1000), 'update Docker'],
    ['clocks that differ', engineFindings({ ...engine, now: 61_000 }, 1000), 'time synchronisation'],
    ['copied layers', engineFindings({ ...engine, storageDriver: 'vfs' }, 1000), 'overlay2'],
    ['little memory', roomFindings({ ...size, memoryBytes: 2 * GiB }, room, true), 'CKSLAB_MAX_LABS=1'],
    ['a full disk', roomFindings(size, { ...room, freeDiskBytes: GiB }, true), 'images prune'],
    ['a disk that fills', roomFindings(size, { ...room, freeDiskBytes: 5 * GiB }, true), 'images prune'],
    ['no room for images', roomFindings(size, { ...room, freeDiskBytes: 20 * GiB }, false), 'CKSLAB_CACHE'],
    ['few watches', roomFindings(size, { ...room, inotifyInstances: 128 }, true), 'max_user_instances=1024'],
    ['a missing image', imageFindings([{ name: 'node', state: 'missing' }]), 'images build'],
    [
      'a failed image',
      imageFindings([
        { name: 'node', state: 'failed', problem: { code: 'x', message: 'no Go', remedy: 'install Go' } },
      ]),
      'install Go',
    ],
  ] as const)('%s', (_, findings, remedy) => {
    const bad = findings.filter(({ mark }) => mark !== 'ok');
    expect(bad).toHaveLength(1);
    expect(bad[0]?.remedy).toContain(remedy);
  });
});

test('what is fine is fine', () => {
  expect(marks(engineFindings(engine, 1000))).toEqual(['ok', 'ok', 'ok']);
  expect(marks(roomFindings(size, room, true))).toEqual(['ok', 'ok', 'ok']);
  expect(marks(roomFindings(size, { ...room, inotifyInstances: undefined }, true))).toEqual(['ok', 'ok']);
  expect(marks(imageFindings([{ name: 'node', state: 'ready' }]))).toEqual(['ok']);
  expect(engineFindings({ ...engine, now: undefined, cgroups: undefined }, 1000)).toHaveLength(1);
});

test('a feature that the kernel lacks names the scenarios that need it, and counts for nothing where none does', () => {
  const needing = (id: string) => ({ id, requirements: { kernel: ['apparmor' as const], memoryMiB: 1 } });
  const findings = kernelFindings(new Set(['btf']), [needing('mh01'), needing('mh02')]);
  expect(findings.filter(({ mark }) => mark === 'warn')).toMatchObject([
    { fact: expect.stringContaining('2 scenarios cannot run here (mh01, mh02)') },
  ]);
  expect(findings.find(({ fact }) => fact.includes('KVM'))?.mark).toBe('ok');
});
