import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { z } from 'zod';
import type { Counts } from './stage.ts';

const Report = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  numFailedTestSuites: z.number(),
});

/** The counts of Vitest's JSON report. `exitCode` decides whether something failed, whatever the report says. */
export function countsOf(json: string | undefined, exitCode: number): Counts {
  if (json === undefined) return { passed: 0, failed: 1, skipped: 0 };
  const report = Report.parse(JSON.parse(json));
  const failed = Math.max(report.numFailedTests, report.numFailedTestSuites > 0 || exitCode !== 0 ? 1 : 0);
  return { passed: report.numPassedTests, failed, skipped: report.numPendingTests + report.numTodoTests };
}

const Tests = z.object({
  testResults: z.array(
    z.object({
      /** The file. */
      name: z.string(),
      status: z.string(),
      /** Why the file as a whole failed, as when it cannot be loaded. */
      message: z.string(),
      assertionResults: z.array(
        z.object({
          title: z.string(),
          fullName: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()).nullish(),
          // What a test says about itself when it skips itself.
          meta: z.object({ why: z.string().optional(), what: z.string().optional() }),
        }),
      ),
    }),
  ),
});

type TestFile = z.infer<typeof Tests>['testResults'][number];

const filesOf = (json: string | undefined): readonly TestFile[] =>
  Tests.safeParse(json === undefined ? undefined : JSON.parse(json)).data?.testResults ?? [];

/** The tests that were skipped with a reason, one line for each reason. */
export function skippedLines(json: string | undefined): string[] {
  const reasons = new Map<string, string[]>();
  for (const { title, status, meta } of filesOf(json).flatMap((file) => file.assertionResults)) {
    if (status !== 'skipped' || meta.why === undefined) continue;
    reasons.set(meta.why, [...(reasons.get(meta.why) ?? []), meta.what ?? title]);
  }
  return [...reasons].map(([why, titles]) => `- ${titles.length} skipped, ${why}: ${titles.join(', ')}`);
}

/** Every test that failed, and every file that did as a whole, one line each: where, which, and the first line of why. */
export function failedLines(json: string | undefined): string[] {
  return filesOf(json).flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults
      .filter((one) => one.status === 'failed')
      .map(({ fullName, failureMessages }) => told(name, fullName, failureMessages?.[0] ?? ''));
    return failed.length === 0 && status === 'failed' ? [told(name, 'the whole file', message)] : failed;
  });
}

const longestReason = 300;

function told(file: string, what: string, why: string): string {
  const [reason = ''] = stripVTControlCharacters(why).trim().split('\n');
  return `✗ ${relative(process.cwd(), file)} > ${what}: ${reason.slice(0, longestReason)}`;
}
