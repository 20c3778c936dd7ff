import type { LabId } from '#contract/ids.ts';
import type { LabView } from '#contract/lab.ts';
import { Fault, type FaultCode } from '#domain/fault.ts';
import { type IdlePolicy, keptFrom } from '#domain/lab/idle.ts';
import type { Clock } from '#ports/clock.ts';
import type { LabRecord } from '#ports/lab-store.ts';
import type { LabBook } from './lab-book.ts';
import { problemOf } from './lab-view.ts';

export interface PauseLabParts {
  readonly book: LabBook;
  readonly clock: Clock;
  readonly idle: IdlePolicy;
  /** Ends what looks into the machines: a running grading, open services. Shells end when the machines are about to stop. */
  release(lab: LabId): void;
  /** Ends a resume that is under way. */
  interrupt(lab: LabId): void;
  poke(): void;
}

/** Of the problem that tells why a lab rests, as long as it rests. */
export const haltedCode = 'engine.restarted' satisfies FaultCode;

/**
 * Asks for a ready lab to be put to rest: its machines are stopped and their memory is free, their disks stay. The clock of the
 * attempt stands still from now until the lab is ready again. A lab that is being resumed, or waits for that, goes back to rest.
 * Pausing twice is the same as once. Throws Fault `lab.busy` in any other state.
 */
export function pauseLab(parts: PauseLabParts, id: LabId): LabView {
  const { book, clock } = parts;
  const before = book.get(id);
  if (before.state === 'pausing' || before.state === 'paused') return book.view(before);
  if (before.state !== 'ready' && before.state !== 'resuming') {
    throw new Fault('lab.busy', `The lab is ${before.state} and cannot be paused now.`, {
      remedy: 'Wait until it is ready, or stop it.',
    });
  }
  return rest(parts, id, 'pause', { pausedAt: before.pausedAt ?? clock.now(), problem: undefined });
}

/**
 * Puts a ready lab to rest whose machines ended with the engine, and tells its learner why: nothing on a disk is lost, and whether
 * there is room for all labs again is found out as each is resumed. The clock of the attempt has stood still `since` then, in
 * milliseconds since the epoch. Throws Fault `lab.wrong-event` in any other state.
 */
export function haltLab(parts: PauseLabParts, id: LabId, since: number): LabView {
  const { readyAt = 0, pausedMs = 0 } = parts.book.get(id);
  const now = parts.clock.now();
  const fault = new Fault(haltedCode, 'The Docker engine restarted and stopped the machines of this lab.', {
    remedy:
      'Nothing on its disks was lost. Resume it to go on: its machines start again as after a power cut.',
  });
  // After a power cut nobody knows, and clocks may be set.
  const pausedAt = Math.min(Math.max(since, readyAt + pausedMs), now);
  return rest(parts, id, 'halt', { pausedAt, problem: problemOf(fault) });
}

function rest(
  { book, clock, idle, ...then }: PauseLabParts,
  id: LabId,
  event: 'pause' | 'halt',
  fields: Pick<LabRecord, 'pausedAt' | 'problem'>,
): LabView {
  const keptUntil = keptFrom(clock.now(), idle);
  const lab = book.move(id, event, { ...fields, wanted: 'paused', keptUntil, steps: [] });
  then.release(id);
  then.interrupt(id);
  then.poke();
  return book.view(lab);
}
