import type { LabDetail } from '#contract/api.ts';
import type { LabId } from '#contract/ids.ts';
import type { LabView } from '#contract/lab.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { LabBook } from './lab-book.ts';

export function listLabs(book: LabBook): LabView[] {
  return book.store.active().map((lab) => book.view(lab));
}

/** A lab with its scenario, the values of the attempt filled in, and what was graded since it became ready; solved, also explained. */
export async function getLab(
  parts: { readonly book: LabBook; readonly catalogue: Catalogue },
  id: LabId,
  languages: readonly string[],
): Promise<LabDetail> {
  const record = parts.book.get(id);
  const scenario = await parts.catalogue.detail(record.scenario, languages, record.vars);
  // Asked for again: the lab may have moved on while the machine was probed.
  const lab = parts.book.get(id);
  const report = parts.book.store.lastReport(id);
  const isSolved = report?.earned === scenario.points;
  return {
    lab: parts.book.view(lab),
    scenario,
    ...(report === undefined ? {} : { report }),
    hints: parts.book.store.hints(lab.attempt),
    ...(isSolved && { explanation: parts.catalogue.explanation(record.scenario, languages, record.vars) }),
  };
}
