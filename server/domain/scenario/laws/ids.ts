import type { Scenario } from '#contract/scenario/scenario.ts';
import { isGroup, leafChecks } from '../checks-of.ts';
import type { Law, LawFault } from './law.ts';

type Placed = { readonly id: string; readonly path: readonly (string | number)[] };

/** Every check that has a verdict: groups, their parts, leaves and guards. */
function checkIds(scenario: Scenario): Placed[] {
  const groups = scenario.tasks.flatMap((task, t) =>
    task.checks.flatMap((check, c) =>
      isGroup(check) ? [{ id: check.id, path: ['tasks', t, 'checks', c] }] : [],
    ),
  );
  return [...leafChecks(scenario).map(({ check, path }) => ({ id: check.id, path })), ...groups];
}

function twice(what: string, placed: readonly Placed[]): LawFault[] {
  const seen = new Set<string>();
  return placed.flatMap(({ id, path }) => {
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [{ path: [...path, 'id'], message: `there are two ${what} with the id ${id}` }];
  });
}

const listed = (key: string, items: readonly { id: string }[]): Placed[] =>
  items.map(({ id }, i) => ({ id, path: [key, i] }));

/** Ids are unique within their kind; those of checks across the whole scenario. */
export const idsAreUnique: Law = (scenario) => [
  ...twice('checks', checkIds(scenario)),
  ...twice('tasks', listed('tasks', scenario.tasks)),
  ...twice('terminals', listed('terminals', scenario.terminals)),
  ...twice('solutions', listed('solutions', scenario.solutions)),
  ...twice('wrong answers', listed('wrong', scenario.wrong)),
];

/** Whatever is named by its id exists. */
export const namedIdsExist: Law = (scenario) => {
  const waits = new Set(leafChecks(scenario).flatMap((p) => (p.role === 'wait' ? [p.check.id] : [])));
  const checks = new Set(checkIds(scenario).flatMap(({ id }) => (waits.has(id) ? [] : [id])));
  const solutions = new Set(scenario.solutions.map(({ id }) => id));
  return scenario.wrong.flatMap((wrong, i): LawFault[] => {
    const faults: LawFault[] = wrong.mustFail.flatMap((id, n) =>
      checks.has(id) ? [] : [{ path: ['wrong', i, 'mustFail', n], message: `there is no check ${id}` }],
    );
    if (wrong.after !== 'setup' && !solutions.has(wrong.after.solution)) {
      faults.push({
        path: ['wrong', i, 'after', 'solution'],
        message: `there is no solution ${wrong.after.solution}`,
      });
    }
    return faults;
  });
};

/** A task needs only tasks that stand before it, so that needs never turn in a circle. */
export const needsPointBack: Law = (scenario) =>
  scenario.tasks.flatMap((task, i) => {
    const before = new Set(scenario.tasks.slice(0, i).map(({ id }) => id));
    return task.needs.flatMap((need, n) =>
      before.has(need)
        ? []
        : [{ path: ['tasks', i, 'needs', n], message: `no task ${need} stands before ${task.id}` }],
    );
  });
