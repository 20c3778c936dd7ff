import type { Step } from '#contract/progress.ts';

export interface Phase {
  readonly title: string;
  /** From the beginning of the run. */
  readonly startMs: number;
  readonly tookMs: number;
}

/** The steps of a lab's start as phases, in the order of their beginning. */
export function phasesOf(steps: readonly Step[]): Phase[] {
  const origin = Math.min(...steps.map(({ at }) => at));
  return steps
    .filter(({ phase }) => phase === 'begin')
    .map(({ id, title, at }) => {
      const end = steps.find((step) => step.id === id && step.phase === 'end' && step.at >= at);
      return { title, startMs: at - origin, tookMs: (end?.at ?? at) - at };
    });
}

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? Number.NaN)
    : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
};

/** The value below which this share of all values lies, `share` from 0 to 1: one of the values themselves. */
export const quantile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
};
