import type { Scenario } from '#contract/scenario/scenario.ts';
import type { Vars } from './draw-vars.ts';
import { namedVars } from './template.ts';

/** The values that the learner may see: those that the prompts name. */
export function shownVars(scenario: Scenario, vars: Vars): Vars {
  const named = new Set(scenario.tasks.flatMap((task) => namedVars(task.prompt)));
  return Object.fromEntries(Object.entries(vars).filter(([name]) => named.has(name)));
}

/** Random values that no prompt names: markers and answers, which no result may show. */
export function secretValues(scenario: Scenario, vars: Vars): string[] {
  const shown = shownVars(scenario, vars);
  return Object.entries(scenario.vars)
    .filter(([name, spec]) => 'hex' in spec && !(name in shown))
    .map(([name]) => vars[name] ?? '')
    .filter((value) => value !== '');
}
