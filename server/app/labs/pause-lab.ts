import type { LabId } from '#contract/ids.ts';
import type { LabView } from '#contract/lab.ts';
import { Fault } from '#domain/fault.ts';
import { type IdlePolicy, keptFrom } from '#domain/lab/idle.ts';
import type { Clock } from '#ports/clock.ts';
import type { LabBook } from './lab-book.ts';

export interface PauseLabParts {
  readonly book: LabBook;
  readonly clock: Clock;
  readonly idle: IdlePolicy;
  /** Ends what looks into the machines: a running grading, open services. Shells end when the machines are about to stop. */
  release(lab: LabId): void;
  /** Ends a resume that is under way. */
  interrupt(lab: LabId): void;
  poke(): void;
}

/**
 * Asks for a ready lab to be put to rest: its machines are stopped and their memory is free, their disks stay. The clock of the
 * attempt stands still from now until the lab is ready again. A lab that is being resumed, or waits for that, goes back to rest.
 * Pausing twice is the same as once. Throws Fault `lab.busy` in any other state.
 */
export function pauseLab(parts: PauseLabParts, id: LabId): LabView {
  const { book } = parts;
  const before = book.get(id);
  if (before.state === 'pausing' || before.state === 'paused') return book.view(before);
  if (before.state !== 'ready' && before.state !== 'resuming') {
    throw new Fault('lab.busy', `The lab is ${before.state} and cannot be paused now.`, {
      remedy: 'Wait until it is ready, or stop it.',
    });
  }
  const now = parts.clock.now();
  const lab = book.move(id, 'pause', {
    wanted: 'paused',
    pausedAt: before.pausedAt ?? now,
    keptUntil: keptFrom(now, parts.idle),
    steps: [],
    problem: undefined,
  });
  parts.release(id);
  parts.interrupt(id);
  parts.poke();
  return book.view(lab);
}
