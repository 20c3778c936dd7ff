import type { Check, GroupCheck, LeafCheck } from '#contract/scenario/checks.ts';
import type { Scenario, Task } from '#contract/scenario/scenario.ts';

type Path = readonly (string | number)[];

/** A leaf check with the place where it stands in the scenario's file. */
export interface PlacedCheck {
  readonly check: LeafCheck;
  readonly path: Path;
  readonly role: 'check' | 'guard' | 'part' | 'wait';
  readonly task: Task | undefined;
}

/** Does the check consist of other checks? */
export function isGroup(check: Check): check is GroupCheck {
  return !('type' in check);
}

/** How the parts of a group make its verdict, and the parts. */
export function partsOf(group: GroupCheck): {
  how: 'allOf' | 'anyOf' | 'noneOf';
  parts: readonly LeafCheck[];
} {
  if (group.allOf !== undefined) return { how: 'allOf', parts: group.allOf };
  if (group.anyOf !== undefined) return { how: 'anyOf', parts: group.anyOf };
  return { how: 'noneOf', parts: group.noneOf ?? [] };
}

/** Every leaf check of a scenario, also those that the setup waits for. */
export function leafChecks(scenario: Scenario): PlacedCheck[] {
  return [
    ...scenario.setup.flatMap((step, i) =>
      'wait' in step
        ? [{ check: step.wait, path: ['setup', i, 'wait'], role: 'wait' as const, task: undefined }]
        : [],
    ),
    ...scenario.tasks.flatMap((task, i) => ofTask(task, ['tasks', i])),
    ...scenario.guards.map((check, i) => ({
      check,
      path: ['guards', i],
      role: 'guard' as const,
      task: undefined,
    })),
  ];
}

function ofTask(task: Task, at: Path): PlacedCheck[] {
  const checks = task.checks.flatMap((check, i): PlacedCheck[] => {
    const path = [...at, 'checks', i];
    if (!isGroup(check)) return [{ check, path, role: 'check', task }];
    const { how, parts } = partsOf(check);
    return parts.map((part, n) => ({ check: part, path: [...path, how, n], role: 'part', task }));
  });
  const guards = task.guards.map(
    (check, i): PlacedCheck => ({ check, path: [...at, 'guards', i], role: 'guard', task }),
  );
  return [...checks, ...guards];
}
