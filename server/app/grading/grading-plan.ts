import type { GroupCheck, LeafCheck } from '#contract/scenario/checks.ts';
import type { Scenario } from '#contract/scenario/scenario.ts';
import { isGroup, partsOf } from '#domain/scenario/checks-of.ts';

/** A check to be looked at, and where its result belongs. */
export interface PlannedCheck {
  readonly check: LeafCheck;
  readonly role: 'check' | 'guard' | 'part';
  readonly task: string | undefined;
  readonly group: GroupCheck | undefined;
}

/** The leaf checks of one grading, of all tasks or of one, in the order of their results. */
export function planGrading(scenario: Scenario, only: string | undefined): PlannedCheck[] {
  const tasks = scenario.tasks.filter(({ id }) => only === undefined || id === only);
  return [
    ...tasks.flatMap((task) => [
      ...task.checks.flatMap((check): PlannedCheck[] => {
        if (!isGroup(check)) return [{ check, role: 'check', task: task.id, group: undefined }];
        return partsOf(check).parts.map((part) => ({
          check: part,
          role: 'part',
          task: task.id,
          group: check,
        }));
      }),
      ...task.guards.map(
        (check): PlannedCheck => ({ check, role: 'guard', task: task.id, group: undefined }),
      ),
    ]),
    ...scenario.guards.map(
      (check): PlannedCheck => ({ check, role: 'guard', task: undefined, group: undefined }),
    ),
  ];
}
