import type { LabId } from '#contract/ids.ts';
import type { Answer, Question } from '#contract/observer.ts';
import type { LineTalk, LineTalks } from '#ports/line-talks.ts';
import type { MachineName } from '#ports/machines.ts';
import type { Observer, ReadyObserver } from '#ports/observer.ts';
import { QuestionTalk } from './question-talk.ts';
import { cannotTell, maxAnswerBytes, patienceWith, readAnswer } from './read-answer.ts';

export interface KeptObserversParts {
  readonly lab: LabId;
  readonly talks: LineTalks;
  /** Asked when nobody stands ready. */
  readonly oneByOne: Observer;
  readonly patience?: (question: Question) => number;
}

/** The number of a question and what is around it. */
const envelopeBytes = 100;

/**
 * One program beside each machine of a lab that answers all questions of a grading: to start one costs more than to answer. When it ends
 * before its time, or says what is no answer, the questions are asked one by one.
 */
export class KeptObservers implements ReadyObserver {
  private readonly parts: KeptObserversParts;
  private readonly kept = new Map<MachineName, QuestionTalk>();
  private readonly closing = new AbortController();

  constructor(parts: KeptObserversParts) {
    this.parts = parts;
  }

  async ask<Q extends Question>(
    lab: LabId,
    machine: MachineName,
    question: Q,
    signal: AbortSignal,
  ): Promise<Answer<Q>> {
    signal.throwIfAborted();
    if (lab === this.parts.lab && !this.closing.signal.aborted) {
      const told = await this.talkTo(machine).ask(question, signal);
      if (told === 'late') return cannotTell(`The observer of ${machine} gave no answer in time.`);
      if (told !== 'over') return readAnswer(machine, question, told.said);
    }
    return this.parts.oneByOne.ask(lab, machine, question, signal);
  }

  async close(): Promise<void> {
    this.closing.abort();
    await Promise.all([...this.kept.values()].map((talk) => talk.close()));
  }

  private talkTo(machine: MachineName): QuestionTalk {
    const { patience = patienceWith } = this.parts;
    const known = this.kept.get(machine) ?? new QuestionTalk(() => this.open(machine), patience);
    this.kept.set(machine, known);
    return known;
  }

  private open(machine: MachineName): Promise<LineTalk> {
    const { lab, talks } = this.parts;
    return talks.open(lab, `observer-${machine}`, ['/observer', 'serve'], {
      signal: this.closing.signal,
      maxLineBytes: maxAnswerBytes + envelopeBytes,
    });
  }
}
