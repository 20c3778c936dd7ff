import type { HintText, OpenHint } from '#contract/grading.ts';
import type { LabId } from '#contract/ids.ts';
import { Fault } from '#domain/fault.ts';
import { fill } from '#domain/scenario/template.ts';
import type { ScenarioLibrary } from '#ports/scenario-library.ts';
import { textsIn } from '../catalogue/texts-in.ts';
import type { LabBook } from './lab-book.ts';

/**
 * The text of a hint. Opening it the first time costs points of its task; hints open in order only. Throws Fault
 * `hint.not-found` for one that does not exist or whose turn it is not.
 */
export function openHint(
  parts: {
    readonly book: LabBook;
    readonly library: ScenarioLibrary;
    /** Told when a hint is opened for the first time. */
    hintOpened?(lab: LabId, hint: HintText): void;
  },
  id: LabId,
  { task, index }: OpenHint,
  languages: readonly string[],
): HintText {
  const lab = parts.book.get(id);
  const loaded = parts.library.get(lab.scenario);
  const hint = loaded?.scenario.tasks.find((other) => other.id === task)?.hints[index];
  if (loaded === undefined || hint === undefined) throw refusal('There is no such hint.', 'Reload the page.');
  const opened = parts.book.store.hints(lab.attempt).filter((other) => other.task === task);
  if (index > opened.length) {
    throw refusal('An earlier hint of this task is still closed.', 'Open the hints in order.');
  }
  const words = textsIn(loaded, languages).texts.tasks[task]?.hints[index] ?? hint.text;
  const text = { task, index, text: fill(words, lab.vars), cost: hint.cost };
  parts.book.store.openHint(lab.attempt, text);
  if (index === opened.length) parts.hintOpened?.(id, text);
  return text;
}

const refusal = (message: string, remedy: string): Fault => new Fault('hint.not-found', message, { remedy });
