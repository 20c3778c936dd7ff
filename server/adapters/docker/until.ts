import { setTimeout as delay } from 'node:timers/promises';
import { cancelled, tooSlow } from './engine.ts';

export interface Waiting {
  /** Completes the sentence "10 s were not enough to …". */
  readonly what: string;
  readonly withinMs: number;
  readonly everyMs: number;
  readonly signal: AbortSignal;
}

/**
 * Asks until there is an answer other than undefined. The probe gets the signal of the whole wait.
 * Fails with `deadline.passed` or `cancelled`; a probe that throws ends the wait.
 */
export async function until<T>(
  probe: (signal: AbortSignal) => Promise<T | undefined>,
  waiting: Waiting,
): Promise<T> {
  const deadline = AbortSignal.timeout(waiting.withinMs);
  const stop = AbortSignal.any([waiting.signal, deadline]);
  try {
    for (;;) {
      stop.throwIfAborted();
      const answer = await probe(stop);
      if (answer !== undefined) return answer;
      await delay(waiting.everyMs, undefined, { signal: stop });
    }
  } catch (error) {
    if (waiting.signal.aborted) throw cancelled(waiting.what, waiting.signal.reason);
    if (deadline.aborted) throw tooSlow(waiting.what, waiting.withinMs, error);
    throw error;
  }
}
