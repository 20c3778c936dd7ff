import type { LeafCheck } from '#contract/scenario/checks.ts';
import type { Scenario } from '#contract/scenario/scenario.ts';
import { Fault } from '#domain/fault.ts';
import type { Vars } from '#domain/scenario/draw-vars.ts';
import { namedVars } from '#domain/scenario/template.ts';

/** Stands for a value that no check which runs here asks for. */
const nowhere = '…';

/**
 * The values of a scenario's variables on a cluster of one's own, where nothing was drawn: fixed ones as the author wrote them,
 * the others as given. Only what the checks ask for has to be given.
 * @throws Fault `request.invalid` that names every variable that is missing or unknown.
 */
export function ownVars(
  scenario: Scenario,
  checks: readonly LeafCheck[],
  given: Readonly<Record<string, string>>,
): Vars {
  const asked = new Set(checks.flatMap((check) => askedBy(check)));
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(scenario.vars, name));
  const vars = Object.entries(scenario.vars).map(([name, spec]): [string, string | undefined] => {
    const fixed = 'value' in spec ? spec.value : undefined;
    return [name, given[name] ?? fixed ?? (asked.has(name) ? undefined : nowhere)];
  });
  const missing = vars.filter(([, value]) => value === undefined).map(([name]) => name);
  if (unknown.length + missing.length > 0) throw unusable(unknown, missing);
  return Object.fromEntries(vars.map(([name, value]) => [name, value ?? '']));
}

/** Variables by template, and by their name in an expression. */
function askedBy(check: LeafCheck): string[] {
  const text = JSON.stringify(check);
  return [...namedVars(text), ...[...text.matchAll(/\bvars\.(\w+)/g)].map(([, name = '']) => name)];
}

function unusable(unknown: readonly string[], missing: readonly string[]): Fault {
  const lines = [
    ...missing.map((name) => `the checks ask for ${name}, which has no value here`),
    ...unknown.map((name) => `the scenario has no variable ${name}`),
  ];
  return new Fault('request.invalid', `The variables do not fit:\n${lines.join('\n')}`, {
    remedy: 'Give each of them as --var name=value, with the value that your cluster was set up with.',
  });
}
