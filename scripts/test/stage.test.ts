import { expect, test } from 'vitest';
import { countsLine, isSuccess, none, type Stage, sum } from './stage.ts';
import { chosen } from './stages.ts';
import { proveSettings, proveStageMinutes } from './prove-settings.ts';
import { countsOf, failedLines, skippedLines } from './vitest-counts.ts';

const report = {
  numPassedTests: 3,
  numFailedTests: 1,
  numPendingTests: 2,
  numTodoTests: 0,
  numFailedTestSuites: 1,
};

test('the last line has the three counts in words', () => {
  expect(countsLine(sum(none, { passed: 2, failed: 0, skipped: 1 }))).toBe('2 passed, 0 failed, 1 skipped');
});

test('a run in which nothing ran is no success', () => {
  expect(isSuccess(none)).toBe(false);
  expect(isSuccess({ passed: 0, failed: 0, skipped: 9 })).toBe(false);
  expect(isSuccess({ passed: 1, failed: 0, skipped: 9 })).toBe(true);
});

test('the counts are those of the test report', () => {
  expect(countsOf(JSON.stringify(report), 1)).toEqual({ passed: 3, failed: 1, skipped: 2 });
});

test('a test file that could not even be loaded counts as a failure', () => {
  const loaded = { ...report, numFailedTests: 0 };
  expect(countsOf(JSON.stringify(loaded), 1)).toEqual({ passed: 3, failed: 1, skipped: 2 });
});

test('a runner that fails without a failed test, or without a report, counts as a failure', () => {
  const clean = { ...report, numFailedTests: 0, numFailedTestSuites: 0 };
  expect(countsOf(JSON.stringify(clean), 1).failed).toBe(1);
  expect(countsOf(JSON.stringify(clean), 0).failed).toBe(0);
  expect(countsOf(undefined, 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

const stage = (name: string, after: readonly string[] = []): Stage => ({
  name,
  after,
  fast: name === 'lint',
  run: async () => none,
});
const all = [stage('lint'), stage('engine'), stage('images', ['engine']), stage('e2e', ['images'])];
const names = (wanted: readonly Stage[]): string[] => wanted.map(({ name }) => name);

test('a stage that is asked for brings those that it needs', () => {
  expect(names(chosen(all, { fast: false, only: ['e2e'] }))).toEqual(['engine', 'images', 'e2e']);
  expect(names(chosen(all, { fast: false, only: [] }))).toEqual(['lint', 'engine', 'images', 'e2e']);
  expect(names(chosen(all, { fast: true, only: [] }))).toEqual(['lint']);
});

test('a stage that does not exist is told, with those that do', () => {
  expect(() => chosen(all, { fast: false, only: ['e3e'] })).toThrow('There is no stage e3e.');
});

test('tests that were skipped with a reason are told, together with those of the same reason', () => {
  const one = (title: string, status: string, meta: object) => ({ title, fullName: title, status, meta });
  const file = {
    name: '/a.test.ts',
    status: 'passed',
    message: '',
    assertionResults: [
      one('a', 'skipped', { why: 'no time' }),
      one('b', 'passed', {}),
      one('c', 'skipped', { why: 'unchanged' }),
      one('d is kept', 'skipped', { why: 'no time', what: 'd' }),
      one('e', 'skipped', {}),
    ],
  };
  expect(skippedLines(JSON.stringify({ ...report, testResults: [file] }))).toEqual([
    '- 2 skipped, no time: a, d',
    '- 1 skipped, unchanged: c',
  ]);
  expect(skippedLines(undefined)).toEqual([]);
});

test('every test that failed is told in one line, and so is a file that failed before its tests', () => {
  const one = (fullName: string, status: string, failureMessages: readonly string[] | null) => ({
    title: fullName,
    fullName,
    status,
    failureMessages,
    meta: {},
  });
  const file = (name: string, status: string, message: string, assertionResults: readonly object[]) => ({
    name: `${process.cwd()}/${name}`,
    status,
    message,
    assertionResults,
  });
  const results = [
    file('a.test.ts', 'failed', '', [
      one('group first', 'failed', ['\u001b[31mError: one\u001b[39m\n    at a.test.ts:1', 'Error: two']),
      one('group second', 'passed', null),
    ]),
    file('b.test.ts', 'failed', 'Error: cannot be loaded\n  at b.test.ts', []),
    file('c.test.ts', 'passed', '', [one('third', 'passed', [])]),
  ];
  expect(failedLines(JSON.stringify({ testResults: results }))).toEqual([
    '✗ a.test.ts > group first: Error: one',
    '✗ b.test.ts > the whole file: Error: cannot be loaded',
  ]);
  expect(failedLines(undefined)).toEqual([]);
});

test('the time for proofs is a setting, and the stage may take longer than what it begins', () => {
  expect(proveSettings({})).toEqual({ all: false, minutes: 30 });
  expect(proveSettings({ CKSLAB_PROVE: 'all', CKSLAB_PROVE_MINUTES: '5' })).toEqual({
    all: true,
    minutes: 5,
  });
  expect(() => proveSettings({ CKSLAB_PROVE: 'some' })).toThrow('Settings cannot be used:\nCKSLAB_PROVE: ');
  expect(proveStageMinutes({ all: false, minutes: 30 })).toBeGreaterThan(60);
  expect(proveStageMinutes({ all: true, minutes: 30 })).toBeGreaterThan(300);
});
