import { expect, test } from 'vitest';
import { packageSources, sidPreferences } from './apt-sources.ts';

test('sid is a source of its own, beside those of the suite', async () => {
  const sources = await packageSources('bookworm');
  expect(sources.filter(({ text }) => text.includes('Suites: sid')).map(({ name }) => name)).toEqual([
    'cks-lab-sid.sources',
  ]);
  expect(sources.some(({ text }) => /Suites: .*bookworm/.test(text))).toBe(true);
});

test('nothing comes from sid unless it is named', () => {
  expect(sidPreferences([])).toBe('Package: *\nPin: release n=sid\nPin-Priority: -1\n');
  expect(sidPreferences(['containerd', 'docker.io'])).toContain(
    'Package: containerd docker.io\nPin: release n=sid\nPin-Priority: 990',
  );
});
