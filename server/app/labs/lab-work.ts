import type { LabId } from '#contract/ids.ts';
import type { Step } from '#contract/progress.ts';
import { asFault, Fault } from '#domain/fault.ts';
import { Undo } from '#domain/undo.ts';
import type { Clock } from '#ports/clock.ts';
import type { Durations, StartKind } from '#ports/durations.ts';
import type { LabSnapshots } from '#ports/lab-snapshots.ts';
import type { LabRecord } from '#ports/lab-store.ts';
import type { Log } from '#ports/log.ts';
import type { ScenarioLibrary } from '#ports/scenario-library.ts';
import type { LabBook } from './lab-book.ts';
import { problemOf } from './lab-view.ts';
import type { PrepareParts } from './prepare/action.ts';
import { prepareLab } from './prepare/prepare-lab.ts';
import { estimateOf, StartTimer } from './start-times.ts';
import { withDeadline } from './with-deadline.ts';

export interface LabWorkParts {
  readonly book: LabBook;
  readonly library: ScenarioLibrary;
  readonly prepare: PrepareParts;
  readonly durations: Durations;
  readonly snapshots: LabSnapshots;
  readonly clock: Clock;
  readonly log: Log;
  /** For a whole start or reset. */
  readonly startWithinMs: number;
}

const destroyWithinMs = 120_000;

/** Makes a lab and says how it ended. Never rejects: the outcome is in the records. */
export async function makeLab(parts: LabWorkParts, id: LabId, stop: AbortSignal): Promise<void> {
  const { book, clock, log } = parts;
  const began = clock.elapsed();
  const undo = new Undo();
  try {
    const kind: StartKind = book.record(id).state === 'resetting' ? 'reset' : 'start';
    const lab = begin(parts, id, kind);
    const timer = new StartTimer(log, id, clock);
    // Of machines that are about to go nothing can come back.
    await parts.snapshots.forget(id);
    undo.push('the machines', () => destroy(parts, id, stop));
    await withDeadline(clock, parts.startWithinMs, stop, 'start the lab', (signal) =>
      make(parts, lab, timer, signal),
    );
    const totalMs = Math.round(clock.elapsed() - began);
    parts.durations.add(lab.scenario, kind, { totalMs, steps: timer.steps }, clock.now());
    book.move(id, 'ready', { readyAt: clock.now(), problem: undefined });
    log.info({ lab: id, ms: totalMs }, 'lab ready');
  } catch (error) {
    if (stop.aborted) {
      // Whoever stopped it also says what becomes of it; after a shutdown the next start takes it up again.
      log.info({ lab: id, reason: asFault(stop.reason).message }, 'lab start interrupted');
      return;
    }
    const fault = asFault(error);
    log.error({ lab: id, err: fault, ms: Math.round(clock.elapsed() - began) }, 'lab start failed');
    for (const undone of await undo.all()) log.error({ lab: id, err: undone }, 'undo failed');
    if (!stop.aborted) book.move(id, 'fail', { problem: problemOf(fault) });
  }
}

/** A requested lab begins to be prepared; one that is reset is so already. Steps that an earlier try left end here. */
function begin({ book, durations }: LabWorkParts, id: LabId, kind: StartKind): LabRecord {
  const lab = book.record(id);
  book.note(id, { estimate: estimateOf(durations, lab.scenario, kind) });
  return lab.state === 'requested' ? book.move(id, 'prepare') : lab;
}

async function make(
  parts: LabWorkParts,
  lab: LabRecord,
  timer: StartTimer,
  signal: AbortSignal,
): Promise<void> {
  const loaded = parts.library.get(lab.scenario);
  if (loaded === undefined) {
    throw new Fault('scenario.not-found', `The scenario ${lab.scenario} is no longer there.`, {
      remedy: 'Stop the lab, or put the scenario back into its folder.',
    });
  }
  const onStep = (step: Step): void => {
    timer.onStep(step);
    if (!signal.aborted) parts.book.step(lab.id, step);
  };
  await prepareLab(parts.prepare, { lab, loaded, onStep, signal });
}

/** Removes all machines of a lab. Throws what went wrong, so that whoever asked tries again. */
export async function destroy(
  parts: Pick<LabWorkParts, 'prepare' | 'clock'>,
  id: LabId,
  stop: AbortSignal,
): Promise<void> {
  await withDeadline(parts.clock, destroyWithinMs, stop, 'remove the machines', (signal) =>
    parts.prepare.machines.destroy(id, signal),
  );
}

/** Lets a lab go. Never rejects: what could not be removed stays `stopping` and is tried again. */
export async function letGo(parts: LabWorkParts, id: LabId, stop: AbortSignal): Promise<void> {
  const { book, log } = parts;
  try {
    if (book.record(id).state !== 'stopping') book.move(id, 'stop', { wanted: 'gone' });
    await destroy(parts, id, stop);
    await parts.snapshots.forget(id);
    book.move(id, 'gone', { problem: undefined });
    log.info({ lab: id }, 'lab gone');
  } catch (error) {
    if (stop.aborted) return;
    const fault = asFault(error);
    log.error({ lab: id, err: fault }, 'lab could not be removed');
    book.move(id, 'fail', { problem: problemOf(fault) });
  }
}
