import PQueue from 'p-queue';
import { z } from 'zod';
import type { LabId } from '#contract/ids.ts';
import { type Answer, answers, type Question, Unknown } from '#contract/observer.ts';
import { Fault } from '#domain/fault.ts';
import type { ExecResult, MachineName, Machines } from '#ports/machines.ts';
import type { Observer } from '#ports/observer.ts';
import { ConnectBatches } from './connect-batches.ts';

/** Enough to keep two cores busy; more would only make the probes of one lab late for their own deadlines. */
const atOnce = 6;
/** Starting the program in a busy engine, and reading a large file. */
const slackMs = 10_000;
/** A file's content may be 1 MiB and every byte of it six characters of JSON. */
const maxAnswerBytes = 8 * 1024 * 1024;

/** Asks the observer container that stands beside the machine: one process per question, or for connections of one moment. */
export class MachinesObserver implements Observer {
  private readonly machines: Pick<Machines, 'exec'>;
  private readonly batches: ConnectBatches;
  private readonly queues = new Map<LabId, PQueue>();

  constructor(machines: Pick<Machines, 'exec'>) {
    this.machines = machines;
    this.batches = new ConnectBatches(machines, slackMs);
  }

  async ask<Q extends Question>(
    lab: LabId,
    machine: MachineName,
    question: Q,
    signal: AbortSignal,
  ): Promise<Answer<Q>> {
    signal.throwIfAborted();
    try {
      // A connection that nobody answers waits and does nothing else: it must not keep other questions from being asked.
      if (question.kind === 'connect') {
        return (await this.batches.ask(lab, machine, question, signal)) as Answer<Q>;
      }
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
      timeoutMs: ('timeoutMs' in question ? question.timeoutMs : 0) + slackMs,
      maxBytes: maxAnswerBytes,
    });
    return readAnswer(machine, question, result);
  }
}

function readAnswer<Q extends Question>(machine: MachineName, question: Q, result: ExecResult): Answer<Q> {
  if (result.exit !== 0) {
    const said = result.stderr.trim() || 'it said nothing';
    return cannotTell(`The observer of ${machine} ended with ${result.exit}: ${said}`);
  }
  const read = z.union([answers[question.kind], Unknown]).safeParse(parseJson(result.stdout));
  // The table's schema is that of the question's kind, which the compiler cannot follow through a union.
  if (read.success) return read.data as Answer<Q>;
  return cannotTell(
    `The observer of ${machine} gave an answer that cannot be read: ${z.prettifyError(read.error)}`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // No JSON is no answer either; the schema says so.
    return undefined;
  }
}

const cannotTell = (reason: string): Unknown => ({ kind: 'unknown', reason });
