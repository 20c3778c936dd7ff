import type { LabDetail } from '#contract/api.ts';
import type { LabId } from '#contract/ids.ts';
import type { LabMode, LabView } from '#contract/lab.ts';
import { allowances } from '#domain/lab/allowances.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { LabBook } from './lab-book.ts';

export function listLabs(book: LabBook): LabView[] {
  return book.store.active().map((lab) => book.view(lab));
}

/** Every lab is practice: exams are not there yet. */
export const labMode: LabMode = 'practice';

/** A lab with its scenario, the values of the attempt filled in, and what was graded since it became ready; solved, also explained. */
export async function getLab(
  parts: { readonly book: LabBook; readonly catalogue: Catalogue; readonly editor: boolean },
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
    mode: labMode,
    allows: allowances(labMode, parts),
    scenario,
    ...(report === undefined ? {} : { report }),
    hints: parts.book.store.hints(lab.attempt),
    ...(isSolved && { explanation: parts.catalogue.explanation(record.scenario, languages, record.vars) }),
  };
}
