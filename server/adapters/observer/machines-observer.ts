import PQueue from 'p-queue';
import type { LabId } from '#contract/ids.ts';
import type { Answer, Question } from '#contract/observer.ts';
import { Fault } from '#domain/fault.ts';
import type { LineTalks } from '#ports/line-talks.ts';
import type { ExecResult, MachineName, Machines } from '#ports/machines.ts';
import type { Observers, ReadyObserver } from '#ports/observer.ts';
import { KeptObservers } from './kept-observers.ts';
import { cannotTell, maxAnswerBytes, parseJson, patienceWith, readAnswer } from './read-answer.ts';

/** Enough to keep two cores busy; more would only make the probes of one lab late for their own deadlines. */
const atOnce = 6;

/** Asks the observer container that stands beside the machine: one process per question, or one for all of a grading. */
export class MachinesObserver implements Observers {
  private readonly machines: Pick<Machines, 'exec'>;
  private readonly talks: LineTalks;
  private readonly queues = new Map<LabId, PQueue>();

  constructor(machines: Pick<Machines, 'exec'>, talks: LineTalks) {
    this.machines = machines;
    this.talks = talks;
  }

  ready(lab: LabId): ReadyObserver {
    return new KeptObservers({ lab, talks: this.talks, oneByOne: this });
  }

  async ask<Q extends Question>(
    lab: LabId,
    machine: MachineName,
    question: Q,
    signal: AbortSignal,
  ): Promise<Answer<Q>> {
    signal.throwIfAborted();
    try {
      return await this.inTurn(lab, signal, () => this.askNow(lab, machine, question, signal));
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof Fault)) throw error;
      return cannotTell(`The observer of ${machine} could not be asked: ${error.message}`);
    }
  }

  private async inTurn<T>(lab: LabId, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const queue = this.queues.get(lab) ?? new PQueue({ concurrency: atOnce });
    this.queues.set(lab, queue);
    try {
      return await queue.add(work, { signal });
    } finally {
      if (queue.size + queue.pending === 0) this.queues.delete(lab);
    }
  }

  private async askNow<Q extends Question>(
    lab: LabId,
    machine: MachineName,
    question: Q,
    signal: AbortSignal,
  ): Promise<Answer<Q>> {
    const result = await this.machines.exec(lab, `observer-${machine}`, ['/observer', 'ask'], {
      signal,
      // By number: the image has no file that could name anyone.
      user: '0',
      stdin: JSON.stringify(question),
      timeoutMs: patienceWith(question),
      maxBytes: maxAnswerBytes,
    });
    return answerOf(machine, question, result);
  }
}

function answerOf<Q extends Question>(machine: MachineName, question: Q, result: ExecResult): Answer<Q> {
  if (result.exit === 0) return readAnswer(machine, question, parseJson(result.stdout));
  const said = result.stderr.trim() || 'it said nothing';
  return cannotTell(`The observer of ${machine} ended with ${result.exit}: ${said}`);
}
