import { expect, test } from 'vitest';
import type { GradeReport } from '#contract/grading.ts';
import { LabId, RunId } from '#contract/ids.ts';
import { bestPoints } from './best-points.ts';

const lab = LabId.parse('lab-aaaaaaaa');
const run = RunId.parse('run-aaaaaaaaaaaa');
const tasks = [
  { task: 'one', title: 'One', points: 4 },
  { task: 'two', title: 'Two', points: 6 },
];

function report(earned: Record<string, number>, more: Partial<GradeReport> = {}): GradeReport {
  const results = Object.entries(earned).map(([task, points]) => ({
    task,
    earned: points,
    possible: 10,
    sure: true,
  }));
  const sum = results.reduce((total, task) => total + task.earned, 0);
  return {
    run,
    lab,
    startedAt: 1,
    endedAt: 2,
    earned: sum,
    possible: 10,
    sure: true,
    tasks: results,
    checks: [],
    ...more,
  };
}
const dated = (value: GradeReport, generation = 1) => ({ generation, report: value });

test('tasks graded one by one add up', () => {
  const reports = [dated(report({ one: 4 }, { only: 'one' })), dated(report({ two: 3 }, { only: 'two' }))];
  expect(bestPoints(tasks, reports, []).best).toBe(7);
});

test('points from before a reset never add to points from after it', () => {
  const reports = [dated(report({ one: 4 }, { only: 'one' })), dated(report({ two: 6 }, { only: 'two' }), 2)];
  expect(bestPoints(tasks, reports, []).best).toBe(6);
});

test('a hint lowers its own task and never below 0', () => {
  const hints = [{ task: 'one', index: 0, text: 'look', cost: 9 }];
  expect(bestPoints(tasks, [dated(report({ one: 4, two: 6 }))], hints)).toEqual({
    best: 6,
    possible: 10,
    tasks: [
      { task: 'one', title: 'One', best: 0, possible: 4 },
      { task: 'two', title: 'Two', best: 6, possible: 6 },
    ],
  });
});

test('a run whose guard broke earns nothing', () => {
  const reports = [dated(report({ one: 4, two: 6 }, { brokenGuard: 'still-there', earned: 0 }))];
  expect(bestPoints(tasks, reports, []).best).toBe(0);
});

test('a later, worse run does not lower the best', () => {
  const reports = [dated(report({ one: 4, two: 6 })), dated(report({ one: 0, two: 0 }))];
  expect(bestPoints(tasks, reports, []).best).toBe(10);
});
