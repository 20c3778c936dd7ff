import type { LabId } from '#contract/ids.ts';
import { Fault } from '#domain/fault.ts';
import type { ScenarioLibrary } from '#ports/scenario-library.ts';
import { notReady } from './gradings.ts';
import type { LabBook } from './lab-book.ts';

/** Where a terminal of a ready lab is, and whose. Throws Fault `lab.not-found`, `lab.not-ready`, `terminal.not-found`. */
export function terminalPlace(
  { book, library }: { readonly book: LabBook; readonly library: ScenarioLibrary },
  lab: LabId,
  terminal: string,
): { readonly machine: string; readonly user: string } {
  const record = book.get(lab);
  if (record.state !== 'ready') throw notReady(record.state);
  const place = library.get(record.scenario)?.scenario.terminals.find(({ id }) => id === terminal);
  if (place !== undefined) return { machine: place.on, user: place.user };
  throw new Fault('terminal.not-found', `The lab has no terminal ${terminal}.`, {
    remedy: 'Reload the page.',
  });
}
