import { Fault } from '#domain/fault.ts';
import type { Clock } from '#ports/clock.ts';

/** Runs `work` with a signal that also ends it after `ms`; then throws Fault `deadline.passed`. */
export async function withDeadline<T>(
  clock: Clock,
  ms: number,
  stop: AbortSignal,
  what: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const late = new AbortController();
  const settled = new AbortController();
  const passed = new Fault('deadline.passed', `${Math.round(ms / 1000)} s were not enough to ${what}.`, {
    remedy: 'The machine may be overloaded: stop a lab that you no longer need, then try again.',
  });
  const timer = clock.delay(ms, settled.signal).then(
    () => late.abort(passed),
    // The work was done in time.
    () => undefined,
  );
  const signal = AbortSignal.any([stop, late.signal]);
  try {
    return await work(signal);
  } catch (error) {
    throw late.signal.aborted && !stop.aborted ? passed : error;
  } finally {
    settled.abort(new Error('settled'));
    await timer;
  }
}
