import type { CheckResult, GradeReport } from '#contract/grading.ts';
import type { LiveRun } from '../../api/live-run.ts';

/** The newest result of every check, by its id: of the run that goes on, else of the last report. */
export function newestResults(
  report: GradeReport | undefined,
  live: LiveRun | null,
): ReadonlyMap<string, CheckResult> {
  const all = [...(report?.checks ?? []), ...(live?.settled ?? [])];
  return new Map(all.map((result) => [result.check, result]));
}
