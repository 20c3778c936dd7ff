import type { LabId } from '#contract/ids.ts';
import type { LabView } from '#contract/lab.ts';
import { Fault } from '#domain/fault.ts';
import type { Clock } from '#ports/clock.ts';
import { clockGoesOn } from './clock-goes-on.ts';
import type { LabBook } from './lab-book.ts';

export interface ResetLabParts {
  readonly book: LabBook;
  readonly clock: Clock;
  /** Ends what uses the machines: shells and a running grading. */
  release(lab: LabId): void;
  poke(): void;
}

/** Makes the machines anew. Attempt, values and opened hints stay. Throws Fault `lab.busy` while it is being made already. */
export function resetLab(parts: ResetLabParts, id: LabId): LabView {
  const before = parts.book.get(id);
  const { state } = before;
  if (state !== 'ready' && state !== 'failed' && state !== 'paused') {
    throw new Fault('lab.busy', `The lab is ${state} and cannot be reset now.`, {
      remedy: 'Wait until it has settled, or stop it.',
    });
  }
  parts.release(id);
  const { fields, ofAttempt } = clockGoesOn(before, parts.clock.now());
  const anew = { pausedMs: 0, readyAt: undefined, steps: [], problem: undefined } as const;
  const lab = parts.book.move(id, 'reset', { ...fields, ...anew, wanted: 'ready' }, ofAttempt);
  parts.poke();
  return parts.book.view(lab);
}
