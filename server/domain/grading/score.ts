import type { TaskResult, VerdictKind } from '#contract/grading.ts';
import type { Check } from '#contract/scenario/checks.ts';
import type { Scenario, Task } from '#contract/scenario/scenario.ts';
import { isGroup } from '../scenario/checks-of.ts';
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

/** What checks that fail earn nevertheless, by id: a part of their points, from 0 to 1. */
export type Shares = Readonly<Record<string, number>>;

/**
 * The points of all tasks, or of one, from the verdicts of the checks. `pass` earns all of a check, and a check that fails its share;
 * parts of groups have none. A gate or a guard that does not pass takes all points of its task, a guard of the scenario those of every
 * task. Points are rounded to hundredths.
 */
export function score(scenario: Scenario, verdicts: Verdicts, only?: string, shares: Shares = {}): Score {
  const guards = scenario.guards.map((guard) => ({ id: guard.id, verdict: verdictOf(guard, verdicts) }));
  // A guard that was seen broken says more than one that could not be seen.
  const broken =
    guards.find(({ verdict }) => verdict === 'fail') ?? guards.find(({ verdict }) => verdict === 'unknown');
  const asked = scenario.tasks.filter(({ id }) => only === undefined || id === only);
  const raw = asked.map((task) => taskResult(task, verdicts, shares, broken?.verdict));
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
  shares: Shares,
  scenarioGuard: 'fail' | 'unknown' | 'pass' | undefined,
): TaskResult {
  const checks = task.checks.map((check) => ({ check, verdict: verdictOf(check, verdicts) }));
  const closing = [
    ...task.guards.map((guard) => verdictOf(guard, verdicts)),
    ...checks.filter(({ check }) => check.gate === true).map(({ verdict }) => verdict),
    ...(scenarioGuard === undefined ? [] : [scenarioGuard]),
  ];
  const open = closing.every((verdict) => verdict === 'pass');
  const earned = checks.map(({ check, verdict }) =>
    worth(check, verdict, isGroup(check) ? 0 : shares[check.id]),
  );
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

/** The points that a check earns: all, none, or its share of them. */
export function worth({ points = 0 }: Pick<Check, 'points'>, verdict: VerdictKind, share = 0): number {
  if (verdict === 'pass') return points;
  return verdict === 'fail' ? round(points * share) : 0;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
const round = (n: number): number => Math.round(n * 100) / 100;
