import type { CheckResult, GradeReport } from '#contract/grading.ts';
import type { Scenario, Solution, WrongAnswer } from '#contract/scenario/scenario.ts';
import { isGroup, leafChecks } from '#domain/scenario/checks-of.ts';

/** One thing that was tried with a scenario, and what came of it. */
export interface Trial {
  readonly name: string;
  /** What is not as the scenario promises; empty means proved. */
  readonly faults: readonly string[];
  /** What is as promised, but not in the way that the author may have meant. */
  readonly notes: readonly string[];
  /** Absent when it came to no grading. */
  readonly earned?: number;
  readonly possible?: number;
  /** How checks, groups and guards ended that did not pass in some grading of the trial. */
  readonly open: readonly CheckResult[];
  readonly tookMs: number;
}

/** Nobody did anything: guards hold, and no task earns a point. */
export function untouchedFaults(report: GradeReport): string[] {
  return [
    ...report.checks.flatMap(({ role, check, verdict, found }) =>
      role === 'guard' && verdict !== 'pass'
        ? [`guard ${check} does not hold before the start: ${found}`]
        : [],
    ),
    ...report.tasks.flatMap(({ task, earned }) =>
      earned > 0 ? [`task ${task} earns ${earned} untouched`] : [],
    ),
  ];
}

/** A solution earns everything, in half of the learner's time. */
export function solvedFaults(
  scenario: Scenario,
  { id }: Solution,
  report: GradeReport,
  scriptMs: number,
): string[] {
  const limit = scenario.minutes / 2;
  const minutes = scriptMs / 60_000;
  const open = report.checks.filter(({ verdict, role }) => verdict !== 'pass' && role !== 'part');
  return [
    ...(report.earned === report.possible
      ? []
      : [`solution ${id} earns ${report.earned} of ${report.possible}${open.map(told).join('')}`]),
    ...(minutes <= limit
      ? []
      : [`solution ${id} takes ${minutes.toFixed(1)} minutes, at most ${limit} are allowed`]),
  ];
}

const told = ({ check, verdict, found }: GradeReport['checks'][number]): string =>
  `; ${check} ${verdict}: ${found}`;

/** A wrong answer fails where it must, and earns no more than it may. */
export function wrongFaults({ mustFail, maxPoints }: WrongAnswer, report: GradeReport): string[] {
  const verdicts = new Map(report.checks.map(({ check, verdict }) => [check, verdict]));
  return [
    ...mustFail.flatMap((id) => {
      if (!verdicts.has(id)) return [`check ${id} is no part of the grading`];
      return verdicts.get(id) === 'pass' ? [`check ${id} passes`] : [];
    }),
    ...(report.earned <= maxPoints ? [] : [`it earns ${report.earned}, at most ${maxPoints} are allowed`]),
  ];
}

/** What must fail and could only not be observed: it earns nothing either, but the wrong answer is not what is told. */
export function wrongNotes({ mustFail }: WrongAnswer, report: GradeReport): string[] {
  return report.checks.flatMap(({ check, verdict, found }) =>
    verdict === 'unknown' && mustFail.includes(check)
      ? [`${check} does not fail, it is unknown: ${found}`]
      : [],
  );
}

/** With everything deleted nothing is earned. */
export function deletedFaults(report: GradeReport): string[] {
  return report.earned === 0 ? [] : [`it earns ${report.earned}`];
}

/** Grading twice gives the same verdicts and points. */
export function repeatFaults(first: GradeReport, second: GradeReport): string[] {
  const before = new Map(first.checks.map(({ check, verdict }) => [check, verdict]));
  return [
    ...second.checks.flatMap(({ check, verdict, found }) =>
      before.get(check) === verdict
        ? []
        : [`graded twice, ${check} is ${before.get(check)}, then ${verdict}: ${found}`],
    ),
    ...(first.earned === second.earned
      ? []
      : [`graded twice, ${first.earned} points, then ${second.earned}`]),
  ];
}

/** Each check, group and guard failed in at least one trial: one that never does tests nothing, or nobody has seen what it says. */
export function neverFailedFaults(scenario: Scenario, trials: readonly Trial[]): string[] {
  const all = trials.flatMap((trial) => trial.open);
  const failed = new Set(all.filter(({ verdict }) => verdict === 'fail').map(({ check }) => check));
  const open = new Set(all.map(({ check }) => check));
  return judgedIds(scenario).flatMap((id) => {
    if (failed.has(id)) return [];
    return open.has(id)
      ? [`${id} never fails, it is only unknown where it does not pass`]
      : [`${id} passes in every trial, so it tests nothing`];
  });
}

/** Every check, group and guard whose verdict counts. */
function judgedIds(scenario: Scenario): string[] {
  const leaves = leafChecks(scenario).filter(({ role }) => role !== 'wait');
  const groups = scenario.tasks.flatMap(({ checks }) => checks.filter(isGroup));
  return [...leaves.map(({ check }) => check.id), ...groups.map(({ id }) => id)];
}

/** What did not pass in these gradings; of a check that ended twice in the same way the newer result. */
export function openChecks(reports: readonly GradeReport[]): CheckResult[] {
  const open = new Map<string, CheckResult>();
  for (const result of reports.flatMap(({ checks }) => checks)) {
    if (result.verdict !== 'pass') open.set(`${result.check} ${result.verdict}`, result);
  }
  return [...open.values()];
}

export const deletion = 'everything deleted';
export const afterReset = 'reset';
/** The name of the trial that looks back on all others. */
export const neverFails = 'every check fails once';

/** Trials in the order of the scenario, however they ended: those of a solution together, then those after setup. */
export function inOrder({ solutions, wrong }: Scenario, trials: readonly Trial[]): Trial[] {
  const names = [
    'untouched',
    ...solutions.flatMap(({ id }) => [
      `solution ${id}`,
      ...wrong
        .filter(({ after }) => after !== 'setup' && after.solution === id)
        .map((answer) => `wrong ${answer.id}`),
      `lab for solution ${id}`,
    ]),
    deletion,
    afterReset,
    ...wrong.filter(({ after }) => after === 'setup').map(({ id }) => `wrong ${id}`),
    neverFails,
  ];
  return trials.toSorted((a, b) => names.indexOf(a.name) - names.indexOf(b.name));
}
