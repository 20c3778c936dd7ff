import type { OnStep } from '#contract/progress.ts';

/** What every long call takes: who hears of its steps, and what stops it. */
export interface Run {
  readonly onStep: OnStep;
  readonly signal: AbortSignal;
}
