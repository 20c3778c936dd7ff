import { expect, test } from 'vitest';
import type { CheckResult, GradeReport } from '#contract/grading.ts';
import { startRun } from '../../api/live-run.ts';
import { newestResults } from './newest-results.ts';

const result = (check: string, verdict: CheckResult['verdict']): CheckResult => ({
  check,
  verdict,
  title: check,
  role: 'guard',
  points: 0,
  possible: 0,
  expected: '',
  found: '',
  tookMs: 1,
});
const verdicts = (...of: Parameters<typeof newestResults>) =>
  [...newestResults(...of)].map(([check, { verdict }]) => `${check} ${verdict}`);

test('a run that goes on wins over the last report, check by check', () => {
  const report = { checks: [result('a', 'fail'), result('b', 'pass')] } as unknown as GradeReport;
  const live = { ...startRun('run-1', undefined, 2), settled: [result('a', 'pass')] };
  expect(verdicts(report, live)).toEqual(['a pass', 'b pass']);
  expect(verdicts(report, null)).toEqual(['a fail', 'b pass']);
  expect(verdicts(undefined, null)).toEqual([]);
});
