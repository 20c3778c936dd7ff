import type { LabId } from '#contract/ids.ts';
import { asFault, Fault } from '#domain/fault.ts';
import type { LabRecord } from '#ports/lab-store.ts';
import type { Run } from '#ports/run.ts';
import type { LabWorkParts } from '../labs/lab-work.ts';
import { problemOf } from '../labs/lab-view.ts';
import { timedWork } from '../labs/timed-work.ts';

/**
 * Puts a lab back to the snapshot that its record names, and says how it ended. Never rejects. What a server that was killed left
 * half done is done again from the beginning. A lab that could not be put back keeps its machines and snapshots: it can be put back
 * to another one, or be reset.
 */
export async function restoreLab(parts: LabWorkParts, id: LabId, stop: AbortSignal): Promise<void> {
  const { book, clock, log } = parts;
  const began = clock.elapsed();
  try {
    const lab = begin(parts, id);
    const undo = { kind: 'undo', what: 'put the lab back', withinMs: parts.startWithinMs } as const;
    const totalMs = await timedWork(parts, id, undo, stop, (run) => putBack(parts, lab, run));
    book.move(id, 'ready', { readyAt: clock.now(), problem: undefined, undoTo: undefined });
    log.info({ lab: id, ms: totalMs }, 'lab put back');
  } catch (error) {
    if (stop.aborted) {
      log.info({ lab: id, reason: asFault(stop.reason).message }, 'putting the lab back interrupted');
      return;
    }
    const fault = asFault(error);
    log.error({ lab: id, err: fault, ms: Math.round(clock.elapsed() - began) }, 'lab could not be put back');
    book.move(id, 'fail', { problem: problemOf(fault), undoTo: undefined });
  }
}

/** Steps that an earlier try left end here. */
function begin({ book }: LabWorkParts, id: LabId): LabRecord {
  const lab = book.get(id);
  return lab.steps.length > 0 ? book.move(id, 'restart', { steps: [] }) : lab;
}

async function putBack(parts: LabWorkParts, lab: LabRecord, run: Run): Promise<void> {
  const { clock, library, prepare, snapshots } = parts;
  const environment = library.get(lab.scenario)?.scenario.environment;
  if (environment === undefined || lab.undoTo === undefined) {
    throw new Fault('snapshot.not-found', 'It is no longer known to what state the lab shall go back.', {
      remedy: 'Go back to a snapshot of the list, or reset the lab.',
    });
  }
  const since = clock.now();
  const { answered } = await snapshots.restore(lab.id, lab.undoTo, run);
  const hosts = environment.hosts.map(({ name }) => name);
  // A cluster that was broken when it was saved is broken now, as it shall be.
  const isWhole = environment.kind === 'cluster' && answered;
  await Promise.all([
    isWhole ? prepare.clusters.settle(lab.id, since, run) : undefined,
    prepare.hosts.settleHosts(lab.id, hosts, run),
  ]);
}
