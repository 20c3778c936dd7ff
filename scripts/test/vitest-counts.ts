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
