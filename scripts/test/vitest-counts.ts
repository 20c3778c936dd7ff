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
      assertionResults: z.array(
        z.object({
          title: z.string(),
          status: z.string(),
          // What a test says about itself when it skips itself.
          meta: z.object({ why: z.string().optional(), what: z.string().optional() }),
        }),
      ),
    }),
  ),
});

/** The tests that were skipped with a reason, one line for each reason. */
export function skippedLines(json: string | undefined): string[] {
  const tests = Tests.safeParse(json === undefined ? undefined : JSON.parse(json));
  const reasons = new Map<string, string[]>();
  for (const { title, status, meta } of tests.data?.testResults.flatMap((file) => file.assertionResults) ??
    []) {
    if (status !== 'skipped' || meta.why === undefined) continue;
    reasons.set(meta.why, [...(reasons.get(meta.why) ?? []), meta.what ?? title]);
  }
  return [...reasons].map(([why, titles]) => `- ${titles.length} skipped, ${why}: ${titles.join(', ')}`);
}
