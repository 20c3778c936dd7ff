import type { CheckResult, GradeReport } from '#contract/grading.ts';

/** A grading run while its verdicts stream in. */
export interface LiveRun {
  run: string;
  only: string | undefined;
  /** How many checks the run has; 0 while that is not known. */
  checks: number;
  settled: readonly CheckResult[];
}

export function startRun(run: string, only: string | undefined, checks: number): LiveRun {
  return { run, only, checks, settled: [] };
}

/** Adds a verdict. One that comes twice replaces itself; one of another run begins that run, since its start was missed. */
export function settle(live: LiveRun | null, run: string, result: CheckResult): LiveRun {
  const base = live?.run === run ? live : startRun(run, undefined, 0);
  return { ...base, settled: withResult(base.settled, result) };
}

/** Replaces a result in its place, so that rows never change their order. */
export function withResult(results: readonly CheckResult[], result: CheckResult): CheckResult[] {
  const at = results.findIndex((other) => sameCheck(other, result));
  return at === -1 ? [...results, result] : results.with(at, result);
}

export function sameCheck(a: CheckResult, b: CheckResult): boolean {
  return a.check === b.check && a.task === b.task && a.parent === b.parent;
}

/** The newest knowledge of every task: a run of one task renews that task and the guards, and keeps the others. */
export function mergeReport(known: GradeReport | undefined, fresh: GradeReport): GradeReport {
  if (known === undefined || fresh.only === undefined) return fresh;
  if (known.run !== fresh.run && known.endedAt > fresh.endedAt) return known;
  const graded = new Set(fresh.tasks.map((task) => task.task));
  const tasks = [...known.tasks.filter((task) => !graded.has(task.task)), ...fresh.tasks];
  const kept = known.checks.filter((check) => check.task !== undefined && !graded.has(check.task));
  const freshGuards = fresh.checks.some((check) => check.task === undefined);
  const oldGuards = freshGuards ? [] : known.checks.filter((check) => check.task === undefined);
  const { brokenGuard: _, ...rest } = fresh;
  const brokenGuard = fresh.brokenGuard ?? (freshGuards ? undefined : known.brokenGuard);
  return {
    ...rest,
    ...(brokenGuard === undefined ? {} : { brokenGuard }),
    tasks,
    checks: [...kept, ...oldGuards, ...fresh.checks],
    earned: brokenGuard === undefined ? sum(tasks.map((task) => task.earned)) : 0,
    possible: sum(tasks.map((task) => task.possible)),
    sure: tasks.every((task) => task.sure),
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);
