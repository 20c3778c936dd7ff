import type { TaskResult } from '#contract/grading.ts';
import type { Scenario, Task } from '#contract/scenario/scenario.ts';
import type { Verdicts } from './verdicts.ts';
import { verdictOf } from './verdicts.ts';

/** What a grading earns. `sure` is false when something that counts could not be observed. */
export interface Score {
  readonly earned: number;
  readonly possible: number;
  readonly sure: boolean;
  /** The guard of the scenario that did not hold, so that nothing earned anything. */
  readonly brokenGuard: string | undefined;
  readonly tasks: TaskResult[];
}

/**
 * The points of all tasks, or of one, from the verdicts of the checks. Only `pass` earns; a gate or a guard that does not
 * pass takes all points of its task, a guard of the scenario those of every task. Points are rounded to hundredths.
 */
export function score(scenario: Scenario, verdicts: Verdicts, only?: string): Score {
  const guards = scenario.guards.map((guard) => ({ id: guard.id, verdict: verdictOf(guard, verdicts) }));
  // A guard that was seen broken says more than one that could not be seen.
  const broken =
    guards.find(({ verdict }) => verdict === 'fail') ?? guards.find(({ verdict }) => verdict === 'unknown');
  const asked = scenario.tasks.filter(({ id }) => only === undefined || id === only);
  const raw = asked.map((task) => taskResult(task, verdicts, broken?.verdict));
  const tasks = raw.map((result) => followed(result, scenario, raw));
  return {
    earned: round(sum(tasks.map(({ earned }) => earned))),
    possible: round(sum(tasks.map(({ possible }) => possible))),
    sure: broken?.verdict !== 'unknown' && tasks.every(({ sure }) => sure),
    brokenGuard: broken?.id,
    tasks,
  };
}

function taskResult(
  task: Task,
  verdicts: Verdicts,
  scenarioGuard: 'fail' | 'unknown' | 'pass' | undefined,
): TaskResult {
  const checks = task.checks.map((check) => ({ check, verdict: verdictOf(check, verdicts) }));
  const closing = [
    ...task.guards.map((guard) => verdictOf(guard, verdicts)),
    ...checks.filter(({ check }) => check.gate === true).map(({ verdict }) => verdict),
    ...(scenarioGuard === undefined ? [] : [scenarioGuard]),
  ];
  const open = closing.every((verdict) => verdict === 'pass');
  const earned = checks.map(({ check, verdict }) => (verdict === 'pass' ? (check.points ?? 0) : 0));
  // Once something was seen that takes every point, what could not be seen changes nothing.
  const sure =
    closing.includes('fail') ||
    [...closing, ...checks.map(({ verdict }) => verdict)].every((v) => v !== 'unknown');
  return { task: task.id, earned: open ? round(sum(earned)) : 0, possible: task.points, sure };
}

function followed(result: TaskResult, scenario: Scenario, all: readonly TaskResult[]): TaskResult {
  const task = scenario.tasks.find(({ id }) => id === result.task);
  if (task === undefined || result.earned >= result.possible) return result;
  const cause = task.needs.find((need) => all.some((other) => other.task === need && other.earned === 0));
  return cause === undefined ? result : { ...result, followsFrom: cause };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
const round = (n: number): number => Math.round(n * 100) / 100;
