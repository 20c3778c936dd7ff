import { expect, test } from 'vitest';
import type { ImageName } from '#ports/image-builder.ts';
import { scenario } from '../../../testing/scenarios.ts';
import { madeOf } from './made-of.ts';

const images = { node: 'node' as ImageName, tag: '1' };
const parts = (more: Partial<typeof images> = {}) => {
  const { node, tag } = { ...images, ...more };
  return { imageRef: async (name: ImageName) => `${name}:${tag}`, nodeImage: async () => node };
};
const setup = [
  { say: 'Apply', apply: 'a.yaml' },
  { say: 'Put', file: { on: 'cp', from: 'b.txt', to: '/b' } },
  { say: 'Run', run: { on: 'cp', script: 'c.sh' } },
];
const loaded = scenario('one', { setup });
const file = (changed: string) => async (path: string) => (path === changed ? 'other' : `text of ${path}`);

test('is the same for the same', async () => {
  expect(await madeOf(parts(), loaded)).toBe(await madeOf(parts(), scenario('one', { setup })));
});

test.each(['a.yaml', 'b.txt', 'c.sh'])('changes with the file %s of the setup', async (path) => {
  expect(await madeOf(parts(), { ...loaded, file: file(path) })).not.toBe(await madeOf(parts(), loaded));
});

test('changes with a file that stands in a host before it boots', async () => {
  const hosts = [{ name: 'box', files: [{ from: 'd.conf', to: '/d' }] }];
  const one = scenario('one', { environment: { kind: 'cluster', nodes: 1, hosts } });
  expect(await madeOf(parts(), { ...one, file: file('d.conf') })).not.toBe(await madeOf(parts(), one));
});

test.each([
  ['an image', madeOf(parts({ tag: '2' }), loaded)],
  ['what nodes are made of', madeOf(parts({ node: 'baked-node' }), loaded)],
  ['the setup', madeOf(parts(), scenario('one', { setup: setup.slice(1) }))],
  [
    'the values that are drawn',
    madeOf(parts(), scenario('one', { setup, vars: { port: { port: [1, 2] } } })),
  ],
  [
    'the environment',
    madeOf(parts(), scenario('one', { setup, environment: { kind: 'cluster', nodes: 1 } })),
  ],
])('changes with %s', async (_, other) => {
  expect(await other).not.toBe(await madeOf(parts(), loaded));
});

test('is the same when a text that learners read changes', async () => {
  const other = { ...scenario('one', { setup, title: 'Another title' }), file: file('docs.md') };
  expect(await madeOf(parts(), other)).toBe(await madeOf(parts(), loaded));
});
