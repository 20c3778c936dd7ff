import type { LabId } from '#contract/ids.ts';
import type { LabView } from '#contract/lab.ts';
import type { SnapshotCause, SnapshotView } from '#contract/snapshots.ts';
import { asFault, Fault } from '#domain/fault.ts';
import { machinesOf } from '#domain/lab/machines-of.ts';
import type { Clock } from '#ports/clock.ts';
import type { ClusterApi } from '#ports/cluster-api.ts';
import type { LabRecord } from '#ports/lab-store.ts';
import type { LabSnapshots } from '#ports/lab-snapshots.ts';
import type { Log } from '#ports/log.ts';
import type { ScenarioLibrary } from '#ports/scenario-library.ts';
import { notReady } from '../labs/gradings.ts';
import type { LabBook } from '../labs/lab-book.ts';
import { withDeadline } from '../labs/with-deadline.ts';

export interface UndoDeskParts {
  readonly book: LabBook;
  readonly library: ScenarioLibrary;
  readonly snapshots: LabSnapshots;
  readonly clusterApi: ClusterApi;
  readonly clock: Clock;
  readonly log: Log;
  /** Ends what uses the machines: shells, a running grading, a snapshot that is being taken. */
  release(lab: LabId): void;
  used(lab: LabId): void;
  poke(): void;
}

const saveWithinMs = 60_000;
/** An API server that takes longer is one that the learner calls broken. */
const answerWithinMs = 1500;

interface Saving {
  readonly stop: AbortController;
  readonly done: Promise<SnapshotView>;
}

/** Takes snapshots of labs and goes back to them. For practice: an exam has no way back. */
export class UndoDesk {
  private readonly parts: UndoDeskParts;
  private readonly saving = new Map<LabId, Saving>();

  constructor(parts: UndoDeskParts) {
    this.parts = parts;
  }

  /** Newest first. Throws Fault `lab.not-found`. */
  async list(id: LabId): Promise<SnapshotView[]> {
    return this.parts.snapshots.list(this.parts.book.get(id).id);
  }

  /** Saves the lab as it is, because its learner wants to. Throws Fault `lab.not-ready` and what `LabSnapshots.save` throws. */
  async save(id: LabId): Promise<SnapshotView> {
    this.parts.used(id);
    await this.saving.get(id)?.done.catch(() => undefined);
    return this.begin(id, async () => ({ kind: 'learner' }));
  }

  /** A check begins: the lab is saved beside it. The check neither waits for it nor fails with it. */
  beforeCheck(id: LabId): void {
    if (this.saving.has(id) || this.parts.book.store.get(id)?.state !== 'ready') return;
    this.begin(id, () => this.nextCheck(id)).catch((error: unknown) => {
      this.parts.log.warn({ lab: id, err: asFault(error) }, 'no snapshot before the check');
    });
  }

  /**
   * Begins to go back to a snapshot: `lab.changed` tells how far it is. Everything that came later is lost; attempt, values, best
   * points and opened hints stay. Throws Fault `lab.busy`, `snapshot.not-found`.
   */
  async undo(id: LabId, snapshot: number): Promise<LabView> {
    const { book, snapshots } = this.parts;
    const known = (await snapshots.list(id)).some((each) => each.id === snapshot);
    const { state } = book.get(id);
    if (state !== 'ready' && state !== 'failed') {
      throw new Fault('lab.busy', `The lab is ${state} and cannot go back now.`, {
        remedy: 'Wait until it has settled, or stop it.',
      });
    }
    if (!known) {
      throw new Fault('snapshot.not-found', 'The lab has no such snapshot any more.', {
        remedy: 'Look at the list again: only the newest few are kept.',
      });
    }
    this.parts.used(id);
    this.parts.release(id);
    const lab = book.move(id, 'undo', {
      undoTo: snapshot,
      steps: [],
      problem: undefined,
      readyAt: undefined,
    });
    this.parts.poke();
    return book.view(lab);
  }

  /** Ends the snapshot that is being taken: the lab is about to lose its machines. */
  abort(id: LabId): void {
    this.saving.get(id)?.stop.abort(
      new Fault('cancelled', 'The lab was stopped, reset or put back while it was saved.', {
        remedy: 'Save it again when it is ready.',
      }),
    );
  }

  async close(): Promise<void> {
    const all = [...this.saving];
    for (const [lab] of all) this.abort(lab);
    await Promise.allSettled(all.map(([, { done }]) => done));
  }

  private begin(id: LabId, cause: () => Promise<SnapshotCause>): Promise<SnapshotView> {
    const stop = new AbortController();
    const done = this.take(id, cause, stop.signal).finally(() => this.saving.delete(id));
    this.saving.set(id, { stop, done });
    return done;
  }

  private async take(
    id: LabId,
    cause: () => Promise<SnapshotCause>,
    stop: AbortSignal,
  ): Promise<SnapshotView> {
    const { book, clock, log, snapshots } = this.parts;
    const lab = book.get(id);
    if (lab.state !== 'ready') throw notReady(lab.state);
    const at = clock.now();
    const machines = this.machines(lab);
    const saved = await withDeadline(clock, saveWithinMs, stop, 'save the lab', async (signal) => {
      const answered = await this.answers(lab, signal);
      return snapshots.save(id, { cause: await cause(), at, answered, machines }, signal);
    });
    log.info({ lab: id, snapshot: saved.id, bytes: saved.bytes, ms: clock.now() - at }, 'lab saved');
    return saved;
  }

  private machines(lab: LabRecord): string[] {
    const environment = this.parts.library.get(lab.scenario)?.scenario.environment;
    if (environment !== undefined) return machinesOf(environment);
    throw new Fault('scenario.not-found', `The scenario ${lab.scenario} is no longer there.`, {
      remedy: 'Put the scenario back into its folder, or stop the lab.',
    });
  }

  /** Can what comes back later be expected to work? A lab without a cluster has no such question. */
  private async answers(lab: LabRecord, signal: AbortSignal): Promise<boolean> {
    const kind = this.parts.library.get(lab.scenario)?.scenario.environment.kind;
    if (kind !== 'cluster') return true;
    const soon = AbortSignal.any([signal, AbortSignal.timeout(answerWithinMs)]);
    try {
      const asked = await this.parts.clusterApi.request(lab.id, { method: 'GET', path: '/readyz' }, soon);
      return asked.kind === 'found' && asked.value.status === 200;
    } catch (error) {
      signal.throwIfAborted();
      if (soon.aborted) return false;
      throw error;
    }
  }

  private async nextCheck(id: LabId): Promise<SnapshotCause> {
    const before = (await this.parts.snapshots.list(id)).map(({ cause }) =>
      cause.kind === 'check' ? cause.number : 0,
    );
    return { kind: 'check', number: Math.max(0, ...before) + 1 };
  }
}
