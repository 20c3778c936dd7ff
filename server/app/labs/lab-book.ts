import type { LabId } from '#contract/ids.ts';
import type { LabView } from '#contract/lab.ts';
import type { Step } from '#contract/progress.ts';
import { type LabEventName, transition } from '#domain/lab/lifecycle.ts';
import { labNotFound } from '#domain/lab/not-found.ts';
import type { EventBus } from '#ports/events.ts';
import type { AttemptChange, AttemptRecord, LabRecord, LabStore } from '#ports/lab-store.ts';
import type { ScenarioLibrary } from '#ports/scenario-library.ts';
import { addStep } from './add-step.ts';
import { type Aside, labView } from './lab-view.ts';

type Fields = Partial<
  Pick<
    LabRecord,
    'wanted' | 'readyAt' | 'pausedAt' | 'pausedMs' | 'keptUntil' | 'steps' | 'problem' | 'undoTo'
  >
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

  /** A lab of a learner that is not gone. Throws Fault `lab.not-found`, also for a spare: nobody may use it before it is taken. */
  get(id: LabId): LabRecord {
    const lab = this.record(id);
    if (lab.spare !== undefined) throw labNotFound(id);
    return lab;
  }

  /** As `get`, for whoever works on machines: a spare is a lab like any other there. */
  record(id: LabId): LabRecord {
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

  /** Gives a spare to the learner whose attempt this is. Throws Fault `lab.wrong-event` when it is going away. */
  take(attempt: AttemptRecord): LabRecord {
    const { scenario, state, readyAt } = this.record(attempt.lab);
    transition(state, 'take');
    const at = attempt.startedAt;
    const lab = this.store.take(attempt, { createdAt: at, readyAt: readyAt === undefined ? undefined : at });
    if (state === 'ready') this.bus.publish({ type: 'spare.changed', scenario, ready: false });
    return this.tell(lab);
  }

  /** What the move means for the attempt is stored with it. */
  move(id: LabId, event: LabEventName, fields: Fields = {}, ofAttempt?: AttemptChange): LabRecord {
    const before = this.record(id);
    const state = transition(before.state, event);
    if (state === 'gone') this.asides.delete(id);
    const lab = this.tell(this.store.update(id, { ...fields, state }, ofAttempt));
    const ready = state === 'ready';
    if (lab.spare !== undefined && ready !== (before.state === 'ready')) {
      this.bus.publish({ type: 'spare.changed', scenario: lab.scenario, ready });
    }
    return lab;
  }

  step(id: LabId, step: Step): void {
    this.tell(this.store.update(id, { steps: addStep(this.record(id).steps, step) }));
  }

  /** Notes what only the running server knows. What does not change is not told again. */
  note(id: LabId, fields: Aside): void {
    const before = this.asides.get(id) ?? {};
    const after = { ...before, ...fields };
    if (JSON.stringify(after) === JSON.stringify(before)) return;
    this.asides.set(id, after);
    this.tell(this.store.update(id, {}));
  }

  /** A paused lab is kept until then. */
  keep(id: LabId, keptUntil: number | undefined): void {
    this.tell(this.store.update(id, { keptUntil }));
  }

  /** Of a spare nobody hears: it is no learner's lab. */
  private tell(lab: LabRecord): LabRecord {
    if (lab.spare === undefined) this.bus.publish({ type: 'lab.changed', lab: this.view(lab) });
    return lab;
  }
}
