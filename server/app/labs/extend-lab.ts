import type { LabId } from '#contract/ids.ts';
import type { LabView } from '#contract/lab.ts';
import type { LabBook } from './lab-book.ts';

/** Keeps a lab that would end because nobody used it. Throws Fault `lab.not-found`. */
export function extendLab(parts: { readonly book: LabBook; used(lab: LabId): void }, id: LabId): LabView {
  parts.book.get(id);
  parts.used(id);
  return parts.book.view(parts.book.get(id));
}
