import type { Check, LeafCheck } from '#contract/scenario/checks.ts';
import type { Scenario } from '#contract/scenario/scenario.ts';
import { isGroup, partsOf } from '#domain/scenario/checks-of.ts';

/** The scenario with every check looked at once: what is waited for, or watched for a while, is no cost of looking. */
export function withoutPatience(scenario: Scenario): Scenario {
  return {
    ...scenario,
    guards: scenario.guards.map(once),
    tasks: scenario.tasks.map((task) => ({
      ...task,
      checks: task.checks.map(groupOnce),
      guards: task.guards.map(once),
    })),
  };
}

const once = (check: LeafCheck): LeafCheck => ({ ...check, retry: undefined });

function groupOnce(check: Check): Check {
  if (!isGroup(check)) return once(check);
  const { how, parts } = partsOf(check);
  return { ...check, [how]: parts.map(once) };
}
