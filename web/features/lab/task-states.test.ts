import { describe, expect, test } from 'vitest';
import { TaskView } from '#contract/api.ts';
import { CheckResult, GradeReport } from '#contract/grading.ts';
import { settle, startRun } from '../../api/live-run.ts';
import { brokenGuards, openAfter, taskStates } from './task-states.ts';

const tasks = ['one', 'two'].map((id) =>
  TaskView.parse({ id, title: id, prompt: '', points: 2, needs: [], hints: [] }),
);

function result(check: string, task: string | undefined, verdict: string, more: object = {}): CheckResult {
  return CheckResult.parse({
    check,
    task,
    title: check,
    role: 'check',
    verdict,
    points: verdict === 'pass' ? 2 : 0,
    possible: 2,
    expected: '',
    found: '',
    tookMs: 1,
    ...more,
  });
}

function report(checks: CheckResult[], outcomes: [string, number, boolean][]): GradeReport {
  return GradeReport.parse({
    run: 'run-aaaaaaaaaaaa',
    lab: 'lab-aaaaaaaa',
    startedAt: 1,
    endedAt: 2,
    earned: 2,
    possible: 4,
    sure: true,
    tasks: outcomes.map(([task, earned, sure]) => ({ task, earned, possible: 2, sure })),
    checks,
  });
}

const half = report(
  [result('a', 'one', 'pass'), result('b', 'two', 'fail')],
  [
    ['one', 2, true],
    ['two', 0, true],
  ],
);

describe('the state of tasks', () => {
  test('is unknown when a check could not be observed and none failed', () => {
    const seen = report([result('a', 'one', 'unknown')], [['one', 0, false]]);
    expect(taskStates(tasks, seen, null).map((s) => s.mark)).toEqual(['unknown', 'none']);
  });

  test('nests the parts of a group under it', () => {
    const seen = report(
      [
        result('g', 'one', 'fail'),
        result('p', 'one', 'pass', { role: 'part', parent: 'g' }),
        result('q', 'one', 'fail', { role: 'part', parent: 'g' }),
      ],
      [['one', 0, true]],
    );
    const rows = taskStates(tasks, seen, null)[0]?.rows ?? [];
    expect(rows.map((row) => [row.result.check, row.parts.map((part) => part.result.check)])).toEqual([
      ['g', ['p', 'q']],
    ]);
  });

  test('renews rows in their place while a run goes on, and adds none', () => {
    let live = startRun('run-b', undefined, 3);
    live = settle(live, 'run-b', result('new', 'two', 'pass'));
    live = settle(live, 'run-b', result('b', 'two', 'pass'));
    const [one, two] = taskStates(tasks, half, live);
    expect(one?.rows.map((row) => [row.result.check, row.pending])).toEqual([['a', true]]);
    expect(two?.rows.map((row) => [row.result.check, row.result.verdict, row.pending])).toEqual([
      ['b', 'pass', false],
    ]);
    expect(two?.arrived.map((r) => r.check)).toEqual(['new', 'b']);
    expect([one?.mark, two?.mark]).toEqual(['running', 'running']);
  });

  test('leaves tasks alone that a run of one task does not ask', () => {
    const [one, two] = taskStates(tasks, half, startRun('run-b', 'two', 1));
    expect([one?.mark, two?.mark]).toEqual(['pass', 'running']);
  });

  test('keeps guards apart from checks', () => {
    const guard = result('alive', undefined, 'fail', { role: 'guard', possible: 0 });
    const seen = report([...half.checks, guard], [['one', 0, true]]);
    expect(brokenGuards(seen).map((g) => g.check)).toEqual(['alive']);
    expect(taskStates(tasks, seen, null).flatMap((s) => s.rows.map((row) => row.result.check))).toEqual([
      'a',
      'b',
    ]);
  });
});

test('after a run, tasks that passed fold and the first that did not opens', () => {
  expect([...openAfter(new Set(['one']), taskStates(tasks, half, null))]).toEqual(['two']);
});
