import type { LabId } from '#contract/ids.ts';
import type { Step } from '#contract/progress.ts';
import type { StartKind } from '#ports/durations.ts';
import type { Run } from '#ports/run.ts';
import type { LabWorkParts } from './lab-work.ts';
import { estimateOf, StartTimer } from './start-times.ts';
import { withDeadline } from './with-deadline.ts';

/** Does something to a lab that is there, within its time: tells its steps and remembers how long it took. Resolves with that. */
export async function timedWork(
  { book, clock, durations, log }: LabWorkParts,
  id: LabId,
  { kind, what, withinMs }: { readonly kind: StartKind; readonly what: string; readonly withinMs: number },
  stop: AbortSignal,
  work: (run: Run) => Promise<void>,
): Promise<number> {
  const began = clock.elapsed();
  const { scenario, state } = book.get(id);
  book.note(id, { estimate: estimateOf(durations, scenario, kind) });
  const timer = new StartTimer(log, id, clock);
  await withDeadline(clock, withinMs, stop, what, (signal) => {
    const onStep = (step: Step): void => {
      timer.onStep(step);
      // A paused lab that is stopped once more has nothing to tell.
      if (!signal.aborted && state !== 'paused') book.step(id, step);
    };
    return work({ signal, onStep });
  });
  const totalMs = Math.round(clock.elapsed() - began);
  if (state !== 'paused') durations.add(scenario, kind, { totalMs, steps: timer.steps }, clock.now());
  return totalMs;
}
