import { describe, expect, test } from 'vitest';
import { ScenarioSummary } from '#contract/api.ts';
import { countFacet, type Filters, filterScenarios, groupByDomain, stateOf } from './filter-scenarios.ts';

function scenario(id: string, more: object = {}): ScenarioSummary {
  return ScenarioSummary.parse({
    id,
    title: id,
    summary: '',
    domain: 'runtime',
    competencies: [],
    difficulty: 2,
    minutes: 10,
    points: 10,
    tags: [],
    systems: [],
    environment: 'cluster',
    language: 'en',
    waitsFor: [],
    blocked: [],
    attempts: 0,
    ...more,
  });
}

const none: Filters = { text: '', domain: [], environment: [], difficulty: [], state: [] };
const all = [
  scenario('falco', { systems: ['Falco'], difficulty: 4, attempts: 1, best: 10 }),
  scenario('rbac', { domain: 'cluster-hardening', summary: 'Roles on a diet', attempts: 2, best: 3 }),
  scenario('host', { domain: 'system-hardening', environment: 'host', tags: ['quiet'] }),
];
const ids = (filters: Partial<Filters>): string[] =>
  filterScenarios(all, { ...none, ...filters }).map((s) => s.id);

describe('filters of the catalogue', () => {
  test('without a choice let everything through', () => {
    expect(ids({})).toEqual(['falco', 'rbac', 'host']);
  });

  test('find every word, in any order, in titles, summaries, tags and systems', () => {
    expect(ids({ text: 'DIET roles' })).toEqual(['rbac']);
    expect(ids({ text: 'quiet' })).toEqual(['host']);
    expect(ids({ text: 'falco diet' })).toEqual([]);
  });

  test('join values of one facet with or, and facets with and', () => {
    expect(ids({ domain: ['runtime', 'system-hardening'] })).toEqual(['falco', 'host']);
    expect(ids({ domain: ['runtime', 'system-hardening'], environment: ['host'] })).toEqual(['host']);
  });

  test('count what each value would leave under the other facets', () => {
    const counts = countFacet(all, { ...none, domain: ['runtime'], environment: ['host'] }, 'domain');
    expect([...counts]).toEqual([['system-hardening', 1]]);
  });
});

test('a scenario is solved only with all of its points', () => {
  expect(all.map(stateOf)).toEqual(['solved', 'begun', 'untried']);
});

test('domains stand in the order of the exam, and unknown ones after them', () => {
  const groups = groupByDomain([...all, scenario('new', { domain: 'something-new' })]);
  expect(groups.map(([domain]) => domain)).toEqual([
    'cluster-hardening',
    'system-hardening',
    'runtime',
    'something-new',
  ]);
});
