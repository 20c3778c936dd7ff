/** How long something took here before: nothing is said where nothing was measured. */
export interface Typical {
  readonly ms: number;
  /** How many runs it was learnt from. */
  readonly runs: number;
}

/** The median, which one slow run does not move; undefined without a run. */
export function typical(runs: readonly number[]): Typical | undefined {
  const sorted = runs.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  if (upper === undefined || lower === undefined) return undefined;
  return { ms: Math.round((lower + upper) / 2), runs: sorted.length };
}

/** A start that is under way, or one that waits before this one. */
export interface OtherStart {
  /** How long it is still expected to take; undefined where there is no history. */
  readonly leftMs: number | undefined;
}

/**
 * How long a lab waits for its turn, when only the number of starts at once holds it back: each start ahead takes the first
 * place that becomes free. Undefined as soon as one of them has no history.
 */
export function expectedWait(
  running: readonly OtherStart[],
  ahead: readonly OtherStart[],
): number | undefined {
  const ends: number[] = [];
  for (const { leftMs } of running) {
    if (leftMs === undefined) return undefined;
    ends.push(Math.max(0, leftMs));
  }
  for (const { leftMs } of ahead) {
    ends.sort((a, b) => a - b);
    const first = ends.shift();
    if (first === undefined || leftMs === undefined) return undefined;
    ends.push(first + leftMs);
  }
  return ends.length === 0 ? undefined : Math.min(...ends);
}
