import type { AttemptView } from '#contract/api.ts';
import type { HintText } from '#contract/grading.ts';
import { type AttemptTask, bestPoints, type DatedReport } from './best-points.ts';

/** An attempt as it is kept. */
export interface KeptAttempt extends Pick<AttemptView, 'id' | 'scenario' | 'title' | 'lab' | 'startedAt'> {
  readonly endedAt: number | undefined;
  /** How much of it the lab was paused, in milliseconds. */
  readonly pausedMs?: number | undefined;
  /** The tasks as they were when the attempt began, so that its history stays readable when the scenario changes. */
  readonly tasks: readonly AttemptTask[];
}

/** What is shown of an attempt, by all its reports, oldest first, and the hints that were opened in it. */
export function attemptView(
  { tasks, endedAt, pausedMs = 0, ...attempt }: KeptAttempt,
  reports: readonly DatedReport[],
  hints: readonly HintText[],
): AttemptView {
  const points = bestPoints(tasks, reports, hints);
  return {
    ...attempt,
    ...(endedAt !== undefined && { endedAt }),
    ...(pausedMs > 0 && { pausedMs }),
    best: points.best,
    possible: points.possible,
    gradings: reports.length,
    hintsOpened: hints.length,
    tasks: [...points.tasks],
  };
}
