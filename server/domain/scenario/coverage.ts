import type { Competency, Curriculum } from '#contract/scenario/curriculum.ts';
import type { Scenario } from '#contract/scenario/scenario.ts';

/** A competency of the exam and the scenarios that practise it. */
export interface Covered {
  readonly domain: string;
  readonly competency: string;
  readonly title: string;
  readonly scenarios: readonly string[];
}

/** Every competency of the curriculum, in its order, also those that no scenario practises. */
export function coverage(curriculum: Curriculum, scenarios: readonly Scenario[]): Covered[] {
  return curriculum.domains.flatMap((domain) =>
    domain.competencies.map(({ id, title }) => ({
      domain: domain.id,
      competency: id,
      title,
      scenarios: scenarios.filter(({ competencies }) => competencies.includes(id)).map((one) => one.id),
    })),
  );
}

/** The competencies that a scenario names, in the order of the curriculum. */
export function competenciesOf({ competencies }: Scenario, curriculum: Curriculum): Competency[] {
  return curriculum.domains
    .flatMap((domain) => domain.competencies)
    .filter(({ id }) => competencies.includes(id));
}
