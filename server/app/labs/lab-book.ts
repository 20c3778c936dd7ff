import type { AttemptId, LabId } from '#contract/ids.ts';
import type { LabView } from '#contract/lab.ts';
import type { Step } from '#contract/progress.ts';
import { type LabEventName, transition } from '#domain/lab/lifecycle.ts';
import { labNotFound } from '#domain/lab/not-found.ts';
import type { EventBus } from '#ports/events.ts';
import type { AttemptRecord, LabRecord, LabStore } from '#ports/lab-store.ts';
import type { ScenarioLibrary } from '#ports/scenario-library.ts';
import { addStep } from './add-step.ts';
import { type Aside, labView } from './lab-view.ts';

type Fields = Partial<
  Pick<LabRecord, 'wanted' | 'readyAt' | 'pausedAt' | 'pausedMs' | 'keptUntil' | 'steps' | 'problem' | 'undoTo'>
>;

/** The one way to change a lab: what is stored is told, and a state changes only along the lifecycle. */
export class LabBook {
  readonly store: LabStore;
  private readonly library: ScenarioLibrary;
  private readonly bus: EventBus;
  private readonly asides = new Map<LabId, Aside>();

  constructor(store: LabStore, library: ScenarioLibrary, bus: EventBus) {
    this.store = store;
    this.library = library;
    this.bus = bus;
  }

  /** A lab that is not gone. Throws Fault `lab.not-found`. */
  get(id: LabId): LabRecord {
    const lab = this.store.get(id);
    if (lab === undefined || lab.state === 'gone') throw labNotFound(id);
    return lab;
  }

  view(lab: LabRecord): LabView {
    return labView(lab, this.library.get(lab.scenario), this.asides.get(lab.id));
  }

  open(lab: LabRecord, attempt: AttemptRecord): void {
    this.store.insert(lab, attempt);
    this.tell(lab);
  }

  move(id: LabId, event: LabEventName, fields: Fields = {}): LabRecord {
    const state = transition(this.get(id).state, event);
    if (state === 'gone') this.asides.delete(id);
    return this.tell(this.store.update(id, { ...fields, state }));
  }

  step(id: LabId, step: Step): void {
    this.tell(this.store.update(id, { steps: addStep(this.get(id).steps, step) }));
  }

  /** Notes what only the running server knows. What does not change is not told again. */
  note(id: LabId, fields: Aside): void {
    const before = this.asides.get(id) ?? {};
    const after = { ...before, ...fields };
    if (JSON.stringify(after) === JSON.stringify(before)) return;
    this.asides.set(id, after);
    this.tell(this.store.update(id, {}));
  }

  /** The clock of a lab that was paused goes on: what to store with its next state. Does nothing for any other lab. */
  clockGoesOn({ attempt, pausedAt, pausedMs = 0 }: LabRecord, now: number): Fields {
    if (pausedAt === undefined) return {};
    this.store.addPause(attempt, now - pausedAt);
    return { pausedAt: undefined, pausedMs: pausedMs + now - pausedAt, keptUntil: undefined };
  }

  /** A paused lab is kept until then. */
  keep(id: LabId, keptUntil: number | undefined): void {
    this.tell(this.store.update(id, { keptUntil }));
  }

  endAttempt(id: AttemptId, at: number): void {
    this.store.endAttempt(id, at);
  }

  private tell(lab: LabRecord): LabRecord {
    this.bus.publish({ type: 'lab.changed', lab: this.view(lab) });
    return lab;
  }
}
