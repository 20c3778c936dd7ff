import type { LabId } from '#contract/ids.ts';
import type { LabView } from '#contract/lab.ts';
import type { Clock } from '#ports/clock.ts';
import type { LabBook } from './lab-book.ts';

export interface StopLabParts {
  readonly book: LabBook;
  readonly clock: Clock;
  /** Ends what uses the machines: shells and a running grading. */
  release(lab: LabId): void;
  /** Ends the making of the lab. */
  interrupt(lab: LabId): void;
  poke(): void;
}

/** Ends the attempt and lets the lab go, whatever it is doing. Stopping twice is the same as once. */
export function stopLab(parts: StopLabParts, id: LabId): LabView {
  const before = parts.book.get(id);
  if (before.state === 'stopping') return parts.book.view(before);
  // The time of a paused lab ended when it was paused.
  const endedAt = before.pausedAt ?? parts.clock.now();
  const lab = parts.book.move(id, 'stop', { wanted: 'gone' }, { endedAt });
  parts.release(id);
  parts.interrupt(id);
  parts.poke();
  return parts.book.view(lab);
}
