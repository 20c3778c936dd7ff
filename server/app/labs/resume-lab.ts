import type { LabId } from '#contract/ids.ts';
import type { LabView } from '#contract/lab.ts';
import { Fault } from '#domain/fault.ts';
import type { LabBook } from './lab-book.ts';

/**
 * Asks for a paused lab back. Its machines start as soon as there is room for them; `lab.changed` tells how they come about. Resuming
 * twice is the same as once. Throws Fault `lab.busy` while it is still being paused, and in any state that is no rest.
 */
export function resumeLab(parts: { readonly book: LabBook; poke(): void }, id: LabId): LabView {
  const { book } = parts;
  const before = book.get(id);
  if (before.state === 'resuming' || before.state === 'ready') return book.view(before);
  if (before.state !== 'paused') {
    throw new Fault('lab.busy', `The lab is ${before.state} and cannot be resumed now.`, {
      remedy: 'Wait until it is paused.',
    });
  }
  const lab = book.move(id, 'resume', { wanted: 'ready', steps: [], problem: undefined });
  parts.poke();
  return book.view(lab);
}
