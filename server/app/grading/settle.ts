import type { LeafCheck } from '#contract/scenario/checks.ts';
import { milliseconds } from '#domain/scenario/duration.ts';
import type { Clock } from '#ports/clock.ts';
import type { Finding } from './look.ts';

/** How long a check may be looked at again, in milliseconds. */
export interface Patience {
  readonly forMs: number;
  readonly everyMs: number;
  readonly stableMs: number;
  /** When the patience began, in milliseconds since the epoch; asked only if a look fails. Default: with the first look. */
  readonly since?: () => Promise<number>;
}

/** The patience that the author gave a check; without any it is looked at once. */
export function patienceOf({ retry }: Pick<LeafCheck, 'retry'>): Patience {
  if (retry === undefined) return { forMs: 0, everyMs: 1000, stableMs: 0 };
  return {
    forMs: milliseconds(retry.for),
    everyMs: milliseconds(retry.every),
    stableMs: retry.stable === undefined ? 0 : milliseconds(retry.stable),
  };
}

/**
 * How long a look that could tell nothing is repeated, whatever the author gave: a busy engine or an API server between two
 * processes is no verdict about the learner's work.
 */
const unknownForMs = 8000;

/**
 * Looks until the check passes, and has passed on every look for `stableMs`; at most for `forMs`, plus the rest of a stable
 * time that has begun. The last finding counts.
 */
export async function settle(
  look: () => Promise<Finding>,
  patience: Patience,
  clock: Clock,
  signal: AbortSignal,
): Promise<Finding> {
  let start = clock.now();
  let isDated = patience.since === undefined;
  let passingSince: number | undefined;
  for (;;) {
    const began = clock.now();
    const finding = await look();
    const now = clock.now();
    passingSince = finding.verdict === 'pass' ? (passingSince ?? began) : undefined;
    if (passingSince !== undefined && now - passingSince >= patience.stableMs) return finding;
    if (!isDated && passingSince === undefined && patience.since !== undefined) {
      start = Math.min(start, await patience.since());
      isDated = true;
    }
    const forMs = finding.verdict === 'unknown' ? Math.max(patience.forMs, unknownForMs) : patience.forMs;
    if (passingSince === undefined && now - start >= forMs) return finding;
    await clock.delay(patience.everyMs, signal);
  }
}
