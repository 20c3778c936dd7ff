import type { GradeReport } from '#contract/grading.ts';

/**
 * The newest knowledge of every task after another run: a run of one task renews that task and the guards it asked, and keeps
 * what is known of the others. `earned` and `possible` are those of all tasks known.
 */
export function newestReport(known: GradeReport | undefined, fresh: GradeReport): GradeReport {
  if (known === undefined || fresh.only === undefined) return fresh;
  const graded = new Set(fresh.tasks.map((task) => task.task));
  const isGuard = (check: { task?: string | undefined }): boolean => check.task === undefined;
  const asksGuards = fresh.checks.some(isGuard);
  const kept = known.checks.filter((check) =>
    check.task === undefined ? !asksGuards : !graded.has(check.task),
  );
  const brokenGuard = fresh.brokenGuard ?? (asksGuards ? undefined : known.brokenGuard);
  const tasks = [...known.tasks.filter((task) => !graded.has(task.task)), ...fresh.tasks];
  const { brokenGuard: _, ...rest } = fresh;
  return {
    ...rest,
    ...(brokenGuard === undefined ? {} : { brokenGuard }),
    tasks,
    checks: [...kept, ...fresh.checks],
    earned: brokenGuard === undefined ? tasks.reduce((sum, task) => sum + task.earned, 0) : 0,
    possible: tasks.reduce((sum, task) => sum + task.possible, 0),
    sure: tasks.every((task) => task.sure),
  };
}
