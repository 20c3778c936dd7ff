import type { Clock } from '#ports/clock.ts';
import type { Run } from '#ports/run.ts';

/** Tells of a step's beginning, its notes and its end, whichever way it ends. */
export async function withStep<T>(
  run: Run,
  clock: Clock,
  step: { readonly id: string; readonly title: string },
  work: (note: (text: string) => void) => Promise<T>,
): Promise<T> {
  run.onStep({ ...step, at: clock.now(), phase: 'begin' });
  let ok = false;
  try {
    const result = await work((text) => run.onStep({ ...step, at: clock.now(), phase: 'note', text }));
    ok = true;
    return result;
  } finally {
    run.onStep({ ...step, at: clock.now(), phase: 'end', ok });
  }
}
