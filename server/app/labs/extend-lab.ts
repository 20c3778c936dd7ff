import type { LabId } from '#contract/ids.ts';
import type { LabView } from '#contract/lab.ts';
import { type IdlePolicy, keptFrom } from '#domain/lab/idle.ts';
import type { Clock } from '#ports/clock.ts';
import type { LabBook } from './lab-book.ts';

export interface ExtendLabParts {
  readonly book: LabBook;
  readonly clock: Clock;
  readonly idle: IdlePolicy;
  used(lab: LabId): void;
}

/**
 * Keeps a lab that would be paused or end because nobody used it; a paused one for its whole time, from now on.
 * Throws Fault `lab.not-found`.
 */
export function extendLab(parts: ExtendLabParts, id: LabId): LabView {
  const { book, clock, idle } = parts;
  if (book.get(id).state === 'paused') book.keep(id, keptFrom(clock.now(), idle));
  else parts.used(id);
  return book.view(book.get(id));
}
