import { QueryClient } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import { ImageStatus, type LabDetail, SystemView } from '#contract/api.ts';
import { LabView } from '#contract/lab.ts';
import { newer, patchImage, patchLab, refreshScenarios } from './cache-patches.ts';
import { catalogueQuery, labQuery, labsQuery, previewQuery, scenarioQuery, systemQuery } from './queries.ts';

function lab(version: number, state: LabView['state'], id = 'lab-aaaaaaaa'): LabView {
  return LabView.parse({
    id,
    scenario: 'one',
    attempt: 'att-aaaaaaaaaaaa',
    state,
    version,
    createdAt: 1,
    steps: [],
    terminals: [],
    vars: {},
  });
}

test('of a snapshot and a delta that cross, the higher version is shown', () => {
  expect(newer(lab(4, 'ready'), lab(3, 'preparing')).state).toBe('ready');
  expect(newer(lab(3, 'preparing'), lab(4, 'ready')).state).toBe('ready');
});

test('an answer that is older than what was told meanwhile does not turn a lab back', async () => {
  const cache = new QueryClient();
  const detail = (view: LabView): LabDetail => ({ lab: view, hints: [] }) as unknown as LabDetail;
  const query = labQuery('lab-aaaaaaaa');
  cache.setQueryData(query.queryKey, detail(lab(2, 'restoring')));
  const answered = Promise.withResolvers<LabDetail>();
  const asked = cache.fetchQuery({ ...query, queryFn: () => answered.promise });
  patchLab(cache, lab(4, 'restoring'));
  answered.resolve(detail(lab(3, 'restoring')));
  await asked;
  expect(cache.getQueryData(query.queryKey)?.lab.version).toBe(4);
});

test('a late delta does not turn the list of labs back', () => {
  const cache = new QueryClient();
  cache.setQueryData(labsQuery.queryKey, [lab(4, 'ready'), lab(1, 'preparing', 'lab-bbbbbbbb')]);
  patchLab(cache, lab(2, 'preparing'));
  patchLab(cache, lab(2, 'ready', 'lab-bbbbbbbb'));
  patchLab(cache, lab(1, 'requested', 'lab-cccccccc'));
  const shown = cache.getQueryData(labsQuery.queryKey)?.map((view) => [view.id, view.state]);
  expect(shown).toEqual([
    ['lab-aaaaaaaa', 'ready'],
    ['lab-bbbbbbbb', 'ready'],
    ['lab-cccccccc', 'requested'],
  ]);
});

test('an image that changes keeps its place in the list', () => {
  const cache = new QueryClient();
  const image = (name: string, state: string) =>
    ImageStatus.parse({ name, ref: `cks-lab/${name}:1`, state, purpose: 'x', steps: [] });
  cache.setQueryData(
    systemQuery.queryKey,
    SystemView.parse({
      version: '1',
      engine: { reachable: true },
      machine: { cores: 1, memoryBytes: 1, freeDiskBytes: 1 },
      images: [image('node', 'building'), image('host', 'waiting')],
      spares: [],
    }),
  );
  patchImage(cache, image('node', 'ready'));
  const shown = cache.getQueryData(systemQuery.queryKey)?.images.map((i) => [i.name, i.state]);
  expect(shown).toEqual([
    ['node', 'ready'],
    ['host', 'waiting'],
  ]);
});

test('when files of scenarios change, catalogue, scenarios, previews and labs are asked for anew, and nothing else', () => {
  const cache = new QueryClient();
  const queries = [
    catalogueQuery,
    scenarioQuery('one'),
    previewQuery('one'),
    labQuery('lab-aaaaaaaa'),
    systemQuery,
  ];
  const keys = queries.map((query): readonly unknown[] => query.queryKey);
  for (const key of keys) cache.setQueryData(key, {});
  refreshScenarios(cache);
  expect(keys.map((key) => cache.getQueryState(key)?.isInvalidated)).toEqual([true, true, true, true, false]);
});
