import { expect, test } from 'vitest';
import type { CheckResult, GradeReport, VerdictKind } from '#contract/grading.ts';
import { LabId, RunId } from '#contract/ids.ts';
import type { WrongAnswer } from '#contract/scenario/scenario.ts';
import { sampleScenario } from '../../testing/sample-scenario.ts';
import type { Trial } from './trial.ts';
import { neverFailedFaults, openChecks, repeatFaults, wrongFaults, wrongNotes } from './trial.ts';

const result = (check: string, verdict: VerdictKind, found = 'seen'): CheckResult => ({
  check,
  title: check,
  role: 'check',
  verdict,
  points: 0,
  possible: 1,
  expected: 'it holds',
  found,
  tookMs: 1,
});

const report = (...checks: CheckResult[]): GradeReport => ({
  run: RunId.parse('run-aaaaaaaaaaaa'),
  lab: LabId.parse('lab-aaaaaaaa'),
  startedAt: 0,
  endedAt: 0,
  earned: 0,
  possible: 1,
  sure: true,
  tasks: [],
  checks,
});

const wrong: WrongAnswer = {
  id: 'w',
  say: 'w',
  after: 'setup',
  script: 'w.sh',
  on: 'workstation',
  user: 'learner',
  mustFail: ['a', 'b'],
  maxPoints: 0,
};

const trial = (...open: CheckResult[]): Trial => ({ name: 't', faults: [], notes: [], open, tookMs: 0 });

test('what must fail may end unknown, which is no pass; but it is told', () => {
  const seen = report(
    result('a', 'fail'),
    result('b', 'unknown', 'the API server is gone'),
    result('c', 'unknown'),
  );
  expect(wrongFaults(wrong, seen)).toEqual([]);
  expect(wrongNotes(wrong, seen)).toEqual(['b does not fail, it is unknown: the API server is gone']);
});

test('what must fail and is not looked at proves nothing', () => {
  expect(wrongFaults(wrong, report(result('a', 'fail')))).toEqual(['check b is no part of the grading']);
});

test('a check that is only ever unknown or passes has never failed', () => {
  const scenario = sampleScenario({
    guards: [],
    tasks: [
      {
        id: 'first',
        title: 'F',
        prompt: 'P',
        points: 10,
        checks: ['a', 'b', 'c'].map((id, i) => ({
          id,
          title: id,
          points: i === 0 ? 10 : 0,
          type: 'node.file',
          on: 'cp',
          path: '/x',
        })),
      },
    ],
  });
  const trials = [trial(result('a', 'fail'), result('b', 'unknown')), trial(result('a', 'unknown'))];
  expect(neverFailedFaults(scenario, trials)).toEqual([
    'b never fails, it is only unknown where it does not pass',
    'c passes in every trial, so it tests nothing',
  ]);
});

test('groups and guards have to fail once as well, setup waits do not', () => {
  const told = neverFailedFaults(sampleScenario(), []).join();
  for (const id of ['door', 'opened', 'alive', 'first-guard'])
    expect(told).toContain(`${id} passes in every`);
});

test('the newest result of each verdict of a check is kept, and what passed is not', () => {
  const open = openChecks([
    report(result('a', 'fail', 'old'), result('b', 'pass')),
    report(result('a', 'fail', 'new'), result('b', 'unknown')),
  ]);
  expect(open.map(({ check, verdict, found }) => `${check} ${verdict} ${found}`)).toEqual([
    'a fail new',
    'b unknown seen',
  ]);
});

test('grading twice with another verdict or other points is a fault', () => {
  const first = report(result('a', 'pass'));
  expect(repeatFaults(first, first)).toEqual([]);
  expect(repeatFaults(first, { ...report(result('a', 'fail')), earned: 1 })).toEqual([
    'graded twice, a is pass, then fail: seen',
    'graded twice, 0 points, then 1',
  ]);
});
