import type { LabState } from '#contract/lab.ts';
import { Fault } from '#domain/fault.ts';

/** What can happen to a lab. */
export type LabEventName =
  | 'prepare'
  | 'ready'
  | 'take'
  | 'reset'
  | 'undo'
  | 'pause'
  | 'paused'
  | 'halt'
  | 'resume'
  | 'fail'
  | 'stop'
  | 'gone'
  | 'restart';

/**
 * The legal ways of a lab. `restart` is what the reconciler says after a crash of the server in the middle of a step:
 * what was half made is removed and made anew, and what was half put back is put back again. A pause that fails is tried again, and a
 * resume that fails leaves the lab paused: nothing of it is lost. `halt`: its machines ended with the engine, as by a power cut; it is
 * paused as it stands. `take` gives a lab that was made ahead to a learner, finished or not.
 */
export const lifecycle: Readonly<Record<LabState, Partial<Record<LabEventName, LabState>>>> = {
  requested: { prepare: 'preparing', fail: 'failed', stop: 'stopping', take: 'requested' },
  preparing: { ready: 'ready', fail: 'failed', stop: 'stopping', restart: 'requested', take: 'preparing' },
  ready: {
    reset: 'resetting',
    undo: 'restoring',
    pause: 'pausing',
    halt: 'pausing',
    fail: 'failed',
    stop: 'stopping',
    take: 'ready',
  },
  resetting: { ready: 'ready', fail: 'failed', stop: 'stopping', restart: 'resetting' },
  restoring: { ready: 'ready', fail: 'failed', stop: 'stopping', restart: 'restoring' },
  pausing: { paused: 'paused', fail: 'pausing', stop: 'stopping' },
  paused: { resume: 'resuming', reset: 'resetting', fail: 'failed', stop: 'stopping' },
  resuming: { ready: 'ready', pause: 'pausing', fail: 'paused', stop: 'stopping' },
  failed: { reset: 'resetting', undo: 'restoring', stop: 'stopping', fail: 'failed' },
  stopping: { gone: 'gone', fail: 'stopping', stop: 'stopping' },
  gone: {},
};

/**
 * The state after an event.
 * @throws Fault `lab.wrong-event` when the event has no meaning in that state.
 */
export function transition(state: LabState, event: LabEventName): LabState {
  const next = lifecycle[state][event];
  if (next === undefined) {
    throw new Fault('lab.wrong-event', `A lab that is ${state} cannot ${event}.`, {
      remedy: 'Wait until the lab has settled and look at its state again.',
    });
  }
  return next;
}
