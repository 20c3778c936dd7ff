import type { LabId } from '#contract/ids.ts';
import type { Answer, Question } from '#contract/observer.ts';
import type { MachineName } from './machines.ts';

/**
 * Asks the observer beside a machine. The observer is the grader's own static program: it uses nothing of the learner's
 * file system but what it is asked to look at. Never throws for what it sees: what cannot be seen is an answer
 * `{ kind: 'unknown' }`. Throws only when the signal aborts.
 */
export interface Observer {
  ask<Q extends Question>(
    lab: LabId,
    machine: MachineName,
    question: Q,
    signal: AbortSignal,
  ): Promise<Answer<Q>>;
}

/** Observers that stand ready for many questions in a short time. Answers are the same as of those that are asked one by one. */
export interface ReadyObserver extends Observer {
  /** They need not stand ready any longer. Never rejects; may be called twice. Questions are still answered. */
  close(): Promise<void>;
}

/** The observers of all labs. */
export interface Observers extends Observer {
  /** Makes the observers of one lab stand ready, each from its first question on. `close` must follow. */
  ready(lab: LabId): ReadyObserver;
}
