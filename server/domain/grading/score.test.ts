import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { VerdictKind } from '#contract/grading.ts';
import { leafChecks } from '../scenario/checks-of.ts';
import { sampleScenario } from '../../testing/sample-scenario.ts';
import { score } from './score.ts';
import type { Verdicts } from './verdicts.ts';

const scenario = sampleScenario();
const ids = leafChecks(scenario).map(({ check }) => check.id);
const all = (verdict: VerdictKind, changes: Record<string, VerdictKind> = {}): Verdicts => ({
  ...Object.fromEntries(ids.map((id) => [id, verdict])),
  bad: verdict === 'pass' ? 'fail' : 'pass',
  ...changes,
});

test('everything right earns every point', () => {
  expect(score(scenario, all('pass'))).toMatchObject({ earned: 10, possible: 10, sure: true });
});

test('everything wrong earns nothing, and later tasks follow from earlier ones', () => {
  const result = score(scenario, all('fail', { alive: 'pass' }));
  expect(result.earned).toBe(0);
  expect(result.tasks[1]).toMatchObject({ task: 'second', followsFrom: 'first' });
});

test('a gate that fails takes the points of its task alone', () => {
  expect(score(scenario, all('pass', { gate: 'fail' })).tasks.map(({ earned }) => earned)).toEqual([0, 6]);
});

test('a guard of a task takes the points of its task alone', () => {
  expect(score(scenario, all('pass', { 'first-guard': 'fail' })).tasks.map(({ earned }) => earned)).toEqual([
    0, 6,
  ]);
});

test('a guard of the scenario that does not hold takes everything and is named', () => {
  expect(score(scenario, all('pass', { alive: 'fail' }))).toMatchObject({
    earned: 0,
    brokenGuard: 'alive',
    sure: true,
  });
});

test('a guard that could not be observed does not hold, and nothing is sure', () => {
  expect(score(scenario, all('pass', { alive: 'unknown' }))).toMatchObject({
    earned: 0,
    brokenGuard: 'alive',
    sure: false,
  });
});

test('groups: all of, any of, none of', () => {
  const second = (changes: Record<string, VerdictKind>) =>
    score(scenario, all('pass', changes)).tasks[1]?.earned;
  expect(second({ shut: 'fail' })).toBe(2);
  expect(second({ left: 'fail' })).toBe(6);
  expect(second({ left: 'fail', right: 'fail' })).toBe(5);
  expect(second({ bad: 'pass' })).toBe(5);
});

test('what could not be observed makes its task unsure, unless something else decided already', () => {
  expect(score(scenario, all('pass', { shut: 'unknown' })).tasks[1]).toMatchObject({
    earned: 2,
    sure: false,
  });
  expect(score(scenario, all('pass', { shut: 'unknown', opened: 'fail' })).tasks[1]).toMatchObject({
    sure: true,
  });
  expect(score(scenario, all('pass', { left: 'unknown' })).tasks[1]).toMatchObject({ earned: 6, sure: true });
});

test('one task alone is graded by its own points', () => {
  expect(score(scenario, all('pass'), 'first')).toMatchObject({
    earned: 4,
    possible: 4,
    tasks: [{ task: 'first' }],
  });
});

const verdicts = fc.record(
  Object.fromEntries(ids.map((id) => [id, fc.constantFrom<VerdictKind>('pass', 'fail', 'unknown')])),
);

test('points stay between nothing and everything, and the tasks add up', () => {
  fc.assert(
    fc.property(verdicts, (v) => {
      const { earned, possible, tasks } = score(scenario, v);
      expect(earned).toBeGreaterThanOrEqual(0);
      expect(earned).toBeLessThanOrEqual(possible);
      expect(tasks.reduce((n, task) => n + task.earned, 0)).toBeCloseTo(earned);
    }),
  );
});

test('the order of checks changes nothing, and grading twice is equal', () => {
  const turned = {
    ...scenario,
    guards: scenario.guards.toReversed(),
    tasks: scenario.tasks.map((task) => ({ ...task, checks: task.checks.toReversed() })),
  };
  fc.assert(
    fc.property(verdicts, (v) => {
      expect(score(turned, v)).toEqual(score(scenario, v));
      expect(score(scenario, v)).toEqual(score(scenario, v));
    }),
  );
});

test('one more check that passes never costs points, unless it is one that must not pass', () => {
  const good = ids.filter((id) => id !== 'bad');
  fc.assert(
    fc.property(verdicts, fc.constantFrom(...good), (v, id) => {
      expect(score(scenario, { ...v, [id]: 'pass' }).earned).toBeGreaterThanOrEqual(
        score(scenario, v).earned,
      );
    }),
  );
});

test('a check that could not be observed never earns more than one that failed', () => {
  const good = ids.filter((id) => id !== 'bad');
  fc.assert(
    fc.property(verdicts, fc.constantFrom(...good), (v, id) => {
      expect(score(scenario, { ...v, [id]: 'unknown' }).earned).toBe(
        score(scenario, { ...v, [id]: 'fail' }).earned,
      );
    }),
  );
});
