import type { LabId } from '#contract/ids.ts';
import { nextScenario } from '#domain/scenario/next-scenario.ts';
import type { LabEvent } from '#ports/events.ts';
import type { ScenarioLibrary } from '#ports/scenario-library.ts';
import type { LabBook } from '../lab-book.ts';
import type { Wishes } from './wishes.ts';

export interface SignsParts {
  readonly book: LabBook;
  readonly library: ScenarioLibrary;
  readonly wishes: Wishes;
}

/** Takes from what happens in labs what will probably be started next: the next scenario after a solved one, else the same again. */
export class Signs {
  private readonly parts: SignsParts;
  private readonly ending = new Set<LabId>();

  constructor(parts: SignsParts) {
    this.parts = parts;
  }

  heard(event: LabEvent): void {
    const { book, wishes } = this.parts;
    if (event.type === 'grading.done') {
      const scenario = book.store.get(event.lab)?.scenario;
      if (scenario !== undefined && this.isSolved(event.lab, scenario)) this.noteNext(scenario);
    }
    if (event.type !== 'lab.changed') return;
    const { id, scenario, state, idleEndsAt } = event.lab;
    if (state === 'gone') this.ending.delete(id);
    if (state !== 'stopping' || this.ending.has(id)) return;
    this.ending.add(id);
    // A lab that ended because nobody was there is no sign of anybody.
    if (idleEndsAt !== undefined) return;
    if (this.isSolved(id, scenario)) this.noteNext(scenario);
    else wishes.note(scenario);
  }

  private isSolved(lab: LabId, scenario: string): boolean {
    const points = this.parts.library.get(scenario)?.scenario.points;
    return points !== undefined && this.parts.book.store.lastReport(lab)?.earned === points;
  }

  private noteNext(after: string): void {
    const { book, library, wishes } = this.parts;
    const solved = new Set(
      book.store.attempts().flatMap(({ scenario, best, possible }) => (best >= possible ? [scenario] : [])),
    );
    const all = library
      .all()
      .map(({ scenario: { id, domain } }) => ({ id, domain, solved: id === after || solved.has(id) }));
    const next = nextScenario(all, after);
    if (next !== undefined) wishes.note(next);
  }
}
