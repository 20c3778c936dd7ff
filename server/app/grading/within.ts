import type { Clock } from '#ports/clock.ts';

/**
 * Runs work that gets a signal of its own; gives `late` when it is not done in time.
 * Rejects as the work does, and with the signal's reason when that aborts first.
 */
export async function within<T>(
  clock: Clock,
  ms: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T | 'late'> {
  const stop = new AbortController();
  const both = AbortSignal.any([signal, stop.signal]);
  const timer = clock.delay(ms, both).then(() => 'late' as const);
  const running = work(both);
  // The loser of the race may still reject when it is stopped; nobody waits for it any more.
  const settled = Promise.allSettled([timer, running]);
  try {
    return await Promise.race([running, timer]);
  } finally {
    stop.abort(new Error('given up'));
    void settled;
  }
}
