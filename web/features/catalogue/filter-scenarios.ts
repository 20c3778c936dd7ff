import type { ScenarioSummary } from '#contract/api.ts';
import { domainOrder } from '../../ui/DomainTag.tsx';

export const scenarioStates = ['untried', 'begun', 'solved'] as const;
export type ScenarioState = (typeof scenarioStates)[number];

/** What the reader chose. An empty list lets everything through. */
export interface Filters {
  text: string;
  domain: readonly string[];
  environment: readonly string[];
  difficulty: readonly string[];
  state: readonly string[];
}

export type Facet = 'domain' | 'environment' | 'difficulty' | 'state';
export const facets: readonly Facet[] = ['domain', 'environment', 'difficulty', 'state'];

export function stateOf(scenario: ScenarioSummary): ScenarioState {
  if (scenario.attempts === 0) return 'untried';
  return (scenario.best ?? 0) >= scenario.points ? 'solved' : 'begun';
}

/** Every word of the search must stand somewhere in the row; facets join with `and`, values of one facet with `or`. */
export function filterScenarios(scenarios: readonly ScenarioSummary[], filters: Filters): ScenarioSummary[] {
  const words = filters.text.toLowerCase().split(/\s+/).filter(Boolean);
  return scenarios.filter((scenario) => {
    if (!facets.every((facet) => passes(filters[facet], valueOf(scenario, facet)))) return false;
    const text = textOf(scenario);
    return words.every((word) => text.includes(word));
  });
}

/** How many rows each value of a facet would leave, with the other facets as they are. */
export function countFacet(
  scenarios: readonly ScenarioSummary[],
  filters: Filters,
  facet: Facet,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const scenario of filterScenarios(scenarios, { ...filters, [facet]: [] })) {
    const value = valueOf(scenario, facet);
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}

/** Rows under the domains of the exam, in the exam's order; within a domain from easy to hard. */
export function groupByDomain(scenarios: readonly ScenarioSummary[]): [string, ScenarioSummary[]][] {
  const groups = new Map<string, ScenarioSummary[]>();
  for (const scenario of scenarios) {
    const group = groups.get(scenario.domain) ?? [];
    group.push(scenario);
    groups.set(scenario.domain, group);
  }
  const place = (domain: string): number => (domainOrder.indexOf(domain) + 100) % 100;
  for (const group of groups.values()) {
    group.sort(
      (a, b) => a.difficulty - b.difficulty || a.minutes - b.minutes || a.title.localeCompare(b.title),
    );
  }
  return [...groups].sort(([a], [b]) => place(a) - place(b));
}

export function valueOf(scenario: ScenarioSummary, facet: Facet): string {
  return facet === 'state' ? stateOf(scenario) : String(scenario[facet]);
}

function passes(chosen: readonly string[], value: string): boolean {
  return chosen.length === 0 || chosen.includes(value);
}

function textOf(scenario: ScenarioSummary): string {
  const { title, summary, tags, systems, competencies, id } = scenario;
  return [title, summary, id, ...tags, ...systems, ...competencies.map((one) => one.title)]
    .join(' ')
    .toLowerCase();
}
