import { describe, expect, test } from 'vitest';
import { CheckResult, GradeReport } from '#contract/grading.ts';
import { mergeReport, settle, startRun } from './live-run.ts';

const run = (letter: string): string => `run-${letter.repeat(12)}`;

function result(check: string, verdict: 'pass' | 'fail', more: object = {}): CheckResult {
  return CheckResult.parse({
    check,
    task: 'one',
    title: check,
    role: 'check',
    verdict,
    points: verdict === 'pass' ? 2 : 0,
    possible: 2,
    expected: 'x',
    found: 'y',
    tookMs: 1,
    ...more,
  });
}

function report(letter: string, endedAt: number, more: object): GradeReport {
  return GradeReport.parse({
    run: run(letter),
    lab: 'lab-aaaaaaaa',
    startedAt: endedAt - 10,
    endedAt,
    earned: 0,
    possible: 4,
    sure: true,
    tasks: [],
    checks: [],
    ...more,
  });
}

describe('verdicts that stream in', () => {
  test('keep their place when they come twice', () => {
    let live = startRun(run('a'), undefined, 2);
    live = settle(live, run('a'), result('first', 'fail'));
    live = settle(live, run('a'), result('second', 'pass'));
    live = settle(live, run('a'), result('first', 'pass'));
    expect(live.settled.map((r) => [r.check, r.verdict])).toEqual([
      ['first', 'pass'],
      ['second', 'pass'],
    ]);
  });

  test('begin a run whose start was missed, and leave the old one behind', () => {
    const old = settle(startRun(run('a'), 'one', 3), run('a'), result('first', 'fail'));
    const live = settle(old, run('b'), result('other', 'pass'));
    expect(live).toEqual({
      run: run('b'),
      only: undefined,
      checks: 0,
      settled: [result('other', 'pass')],
    });
  });
});

describe('a report', () => {
  const task = (id: string, earned: number) => ({ task: id, earned, possible: 2, sure: true });
  const whole = report('a', 100, {
    earned: 2,
    tasks: [task('one', 2), task('two', 0)],
    checks: [result('c1', 'pass'), result('c2', 'fail', { task: 'two' })],
  });

  test('of one task renews that task, keeps the others and adds the points up', () => {
    const merged = mergeReport(
      whole,
      report('b', 200, {
        only: 'two',
        tasks: [task('two', 2)],
        checks: [result('c2', 'pass', { task: 'two' })],
      }),
    );
    expect(merged.earned).toBe(4);
    expect(merged.checks.map((r) => [r.check, r.verdict])).toEqual([
      ['c1', 'pass'],
      ['c2', 'pass'],
    ]);
  });

  test('of all tasks replaces everything', () => {
    const fresh = report('b', 200, { tasks: [task('one', 0)] });
    expect(mergeReport(whole, fresh)).toBe(fresh);
  });

  test('with a guard that broke counts nothing', () => {
    const guard = result('pods-live', 'fail', { task: undefined, role: 'guard', possible: 0 });
    const merged = mergeReport(
      whole,
      report('b', 200, { only: 'two', brokenGuard: 'pods-live', tasks: [task('two', 0)], checks: [guard] }),
    );
    expect(merged).toMatchObject({ earned: 0, brokenGuard: 'pods-live' });
  });

  test('that ended before the known one changes nothing', () => {
    expect(mergeReport(whole, report('b', 50, { only: 'two', tasks: [task('two', 2)] }))).toBe(whole);
  });
});
