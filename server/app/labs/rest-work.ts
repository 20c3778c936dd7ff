import type { LabId } from '#contract/ids.ts';
import { asFault, Fault } from '#domain/fault.ts';
import { nodesOf } from '#domain/lab/machines-of.ts';
import { Undo } from '#domain/undo.ts';
import type { LabRecord } from '#ports/lab-store.ts';
import type { Run } from '#ports/run.ts';
import { clockGoesOn } from './clock-goes-on.ts';
import type { LabWorkParts } from './lab-work.ts';
import { problemOf } from './lab-view.ts';
import { haltedCode } from './pause-lab.ts';
import { estimateOf } from './start-times.ts';
import { timedWork } from './timed-work.ts';
import { withDeadline } from './with-deadline.ts';

export interface RestWorkParts extends LabWorkParts {
  /** Ends the shells of a lab, so that each keeps its history. Never rejects. */
  endShells(lab: LabId): Promise<void>;
}

const stopWithinMs = 180_000;
const pause = { kind: 'pause', what: 'pause the lab', withinMs: stopWithinMs } as const;

/**
 * Stops the machines of a lab that is to be paused, or that is paused while somebody has started them. Never rejects: what could not
 * be stopped stays `pausing` and is tried again.
 */
export async function pauseMachines(parts: RestWorkParts, id: LabId, stop: AbortSignal): Promise<void> {
  const { book, log } = parts;
  const { state, problem } = book.get(id);
  // Why the lab rests, if it is not its learner's wish, is told in any case.
  const why = problem?.code === haltedCode ? problem : undefined;
  try {
    const totalMs = await timedWork(parts, id, pause, stop, (run) => putToRest(parts, id, run));
    if (state === 'pausing') book.move(id, 'paused', { problem: why });
    // What the learner would like to know of it next.
    book.note(id, { estimate: estimateOf(parts.durations, book.get(id).scenario, 'resume') });
    log.info({ lab: id, ms: totalMs }, 'lab paused');
  } catch (error) {
    if (stop.aborted) return;
    const fault = asFault(error);
    log.error({ lab: id, err: fault }, 'lab could not be paused');
    if (state === 'pausing') book.move(id, 'fail', { problem: why ?? problemOf(fault) });
  }
}

/** Starts the machines of a lab again. Never rejects: a lab that does not come back is paused again, and says why. */
export async function resumeMachines(parts: RestWorkParts, id: LabId, stop: AbortSignal): Promise<void> {
  const { book, clock, log } = parts;
  const undo = new Undo();
  try {
    undo.push('the machines', () => stopMachines(parts, id, stop));
    const resume = { kind: 'resume', what: 'resume the lab', withinMs: parts.startWithinMs } as const;
    const totalMs = await timedWork(parts, id, resume, stop, (run) => wake(parts, book.get(id), run));
    const { fields, ofAttempt } = clockGoesOn(book.get(id), clock.now());
    book.move(id, 'ready', { ...fields, problem: undefined }, ofAttempt);
    log.info({ lab: id, ms: totalMs }, 'lab resumed');
  } catch (error) {
    // Whoever stopped it also says what becomes of it; after a shutdown the next start takes it up again.
    if (stop.aborted) return;
    const fault = asFault(error);
    log.error({ lab: id, err: fault }, 'lab could not be resumed');
    for (const undone of await undo.all()) log.error({ lab: id, err: undone }, 'undo failed');
    if (!stop.aborted) book.move(id, 'fail', { wanted: 'paused', problem: problemOf(fault) });
  }
}

async function putToRest(parts: RestWorkParts, id: LabId, run: Run): Promise<void> {
  const { prepare } = parts;
  await step(parts, run, { id: 'shells', title: 'End the shells' }, () => parts.endShells(id));
  await step(parts, run, { id: 'stop', title: 'Stop the machines' }, () =>
    prepare.machines.stop(id, run.signal),
  );
}

async function wake(parts: RestWorkParts, lab: LabRecord, run: Run): Promise<void> {
  const { machines, clusters, hosts } = parts.prepare;
  const loaded = parts.library.get(lab.scenario);
  if (loaded === undefined) {
    throw new Fault('scenario.not-found', `The scenario ${lab.scenario} is no longer there.`, {
      remedy: 'Stop the lab, or put the scenario back into its folder.',
    });
  }
  const { environment } = loaded.scenario;
  const nodes = nodesOf(environment);
  const names = environment.hosts.map(({ name }) => name);
  await step(parts, run, { id: 'machines', title: 'Start the machines' }, () =>
    machines.start(lab.id, run.signal),
  );
  // Whichever fails first is told when all have let go.
  const first = new AbortController();
  const both = { ...run, signal: AbortSignal.any([run.signal, first.signal]) };
  const work = [
    ...(nodes.length > 0 ? [clusters.recover(lab.id, nodes, both)] : []),
    ...names.map((name) => hosts.recoverHost(lab.id, name, both)),
  ];
  await Promise.allSettled(
    work.map((part) =>
      part.catch((error: unknown) => {
        first.abort(error);
      }),
    ),
  );
  run.signal.throwIfAborted();
  first.signal.throwIfAborted();
}

async function stopMachines(parts: LabWorkParts, id: LabId, stop: AbortSignal): Promise<void> {
  await withDeadline(parts.clock, stopWithinMs, stop, 'stop the machines', (signal) =>
    parts.prepare.machines.stop(id, signal),
  );
}

async function step(
  { clock }: RestWorkParts,
  run: Run,
  what: { readonly id: string; readonly title: string },
  work: () => Promise<void>,
): Promise<void> {
  run.onStep({ ...what, at: clock.now(), phase: 'begin' });
  let ok = false;
  try {
    await work();
    ok = true;
  } finally {
    run.onStep({ ...what, at: clock.now(), phase: 'end', ok });
  }
}
