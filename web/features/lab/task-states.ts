import type { TaskView } from '#contract/api.ts';
import type { CheckResult, GradeReport } from '#contract/grading.ts';
import { type LiveRun, sameCheck } from '../../api/live-run.ts';
import type { Mark } from '../../ui/VerdictMark.tsx';

/** One row under a task: a check with the parts of its group. */
export interface CheckRow {
  result: CheckResult;
  parts: readonly CheckRow[];
  /** The run that is going on has not come to this check yet. */
  pending: boolean;
}

export interface TaskState {
  task: TaskView;
  number: number;
  mark: Mark;
  running: boolean;
  /** Undefined until the task was checked once. */
  earned: number | undefined;
  possible: number;
  rows: readonly CheckRow[];
  /** Guards of the task that did not hold. */
  guards: readonly CheckResult[];
  /** Verdicts of the run that is going on, in the order in which they came. */
  arrived: readonly CheckResult[];
  /** The title of the task that this one waits for. */
  followsFrom: string | undefined;
}

/** What the page shows of each task: the last report, with the verdicts of the run that is going on laid over it. */
export function taskStates(
  tasks: readonly TaskView[],
  report: GradeReport | undefined,
  live: LiveRun | null,
): TaskState[] {
  return tasks.map((task, index) => {
    const running = live !== null && (live.only === undefined || live.only === task.id);
    const arrived = running ? live.settled.filter((result) => result.task === task.id) : [];
    const known = (report?.checks ?? []).filter((result) => result.task === task.id);
    // Only rows that stand already are renewed meanwhile; new ones come with the report, so that nothing moves.
    const results = known.map((result) => arrived.find((other) => sameCheck(other, result)) ?? result);
    const pending = (result: CheckResult): boolean => running && !arrived.some((a) => sameCheck(a, result));
    const outcome = report?.tasks.find((other) => other.task === task.id);
    return {
      task,
      number: index + 1,
      running,
      mark: running ? 'running' : outcome === undefined ? 'none' : markOf(known, outcome),
      earned: outcome?.earned,
      possible: outcome?.possible ?? task.points,
      rows: rowsOf(results, pending),
      guards: running ? [] : known.filter((result) => result.role === 'guard' && result.verdict !== 'pass'),
      arrived: arrived.filter((result) => result.role !== 'part'),
      followsFrom: tasks.find((other) => other.id === outcome?.followsFrom)?.title,
    };
  });
}

/** Guards of the whole scenario that did not hold, or could not be asked. */
export function brokenGuards(report: GradeReport | undefined): CheckResult[] {
  return (report?.checks ?? []).filter(
    (result) => result.role === 'guard' && result.task === undefined && result.verdict !== 'pass',
  );
}

function rowsOf(results: readonly CheckResult[], pending: (result: CheckResult) => boolean): CheckRow[] {
  const row = (result: CheckResult): CheckRow => ({
    result,
    pending: pending(result),
    parts: results.filter((part) => part.parent === result.check && part !== result).map(row),
  });
  const ids = new Set(results.map((result) => result.check));
  // A part whose group has not arrived yet stands for itself until it has.
  const top = (result: CheckResult): boolean => result.parent === undefined || !ids.has(result.parent);
  return results.filter((result) => result.role !== 'guard' && top(result)).map(row);
}

function markOf(
  results: readonly CheckResult[],
  outcome: { earned: number; possible: number; sure: boolean },
): Mark {
  const tops = results.filter((result) => result.role !== 'part');
  if (tops.some((result) => result.verdict === 'fail')) return 'fail';
  if (!outcome.sure || tops.some((result) => result.verdict === 'unknown')) return 'unknown';
  return outcome.earned >= outcome.possible ? 'pass' : 'fail';
}

/** Which tasks stand open after a run: those that passed fold, the first that did not opens. */
export function openAfter(open: ReadonlySet<string>, states: readonly TaskState[]): Set<string> {
  const passed = new Set(states.filter((state) => state.mark === 'pass').map((state) => state.task.id));
  const next = new Set([...open].filter((id) => !passed.has(id)));
  const first = firstOpen(states);
  if (first !== undefined) next.add(first);
  return next;
}

/** The task to begin with: the first that has not passed, and one that was checked before one that was not. */
export function firstOpen(states: readonly TaskState[]): string | undefined {
  const left = states.filter((state) => state.mark !== 'pass');
  return (left.find((state) => state.mark !== 'none') ?? left[0])?.task.id;
}

/** The sentence that a screen reader says when a run has ended. */
export function spokenResult(states: readonly TaskState[], earned: number, possible: number): string {
  const words: Partial<Record<Mark, string>> = {
    pass: 'passed',
    fail: 'failed',
    unknown: 'could not be checked',
  };
  const parts = states.map((state) => `task ${state.number} ${words[state.mark] ?? 'not checked'}`);
  return `${earned} of ${possible} points: ${parts.join(', ')}.`;
}
