import { randomInt } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import PQueue from 'p-queue';
import { z } from 'zod';
import type { Question } from '#contract/observer.ts';
import type { LineTalk } from '#ports/line-talks.ts';
import { parseJson } from './read-answer.ts';

/** The observer answers a few more at once; what is not sent yet does not use up its time. */
const atOnce = 24;
const highest = 2 ** 48 - 1;

const Line = z.strictObject({ id: z.number().int(), answer: z.unknown() });

/** What came of a question: what was said to it, that nothing was in its time, or that nobody is there to be asked. */
export type Told = { readonly said: unknown } | 'late' | 'over';

/**
 * Questions and answers over one program that is kept. Answers come in any order. The talk is over when the program ends, when an answer
 * does not come in time, and at the first line that answers no question: whoever wrote it is not the observer.
 */
export class QuestionTalk {
  private readonly opening: Promise<LineTalk | undefined>;
  private readonly queue = new PQueue({ concurrency: atOnce });
  private readonly waiting = new Map<number, (told: Told) => void>();
  /** Nobody waits for these any more, and their answers may come nevertheless. */
  private readonly givenUp = new Set<number>();
  private readonly patience: (question: Question) => number;
  private isOver = false;

  /** `open` may reject: then the talk is over. `patience`: how long an answer may take, in milliseconds. */
  constructor(open: () => Promise<LineTalk>, patience: (question: Question) => number) {
    this.patience = patience;
    this.opening = open().catch(() => undefined);
    void this.opening.then((talk) => (talk === undefined ? this.end() : this.listen(talk)));
  }

  /** Rejects only with the reason of the signal. */
  async ask(question: Question, signal: AbortSignal): Promise<Told> {
    return this.queue.add(() => this.askNow(question, signal), { signal });
  }

  /** Never rejects. Whoever still waits is told that it is over. */
  async close(): Promise<void> {
    this.end();
    await (await this.opening)?.close();
  }

  private async askNow(question: Question, signal: AbortSignal): Promise<Told> {
    const talk = await this.opening;
    signal.throwIfAborted();
    if (talk === undefined || this.isOver) return 'over';
    const id = this.freshId();
    const { promise, resolve, reject } = Promise.withResolvers<Told>();
    this.waiting.set(id, resolve);
    const stop = new AbortController();
    const giveUp = (): void => reject(signal.reason);
    signal.addEventListener('abort', giveUp, { once: true });
    talk.say(JSON.stringify({ id, question })).catch(() => this.close());
    const late = delay(this.patience(question), 'late' as const, { signal: stop.signal });
    try {
      const told = await Promise.race([promise, late]);
      // Nothing else that it was asked will be answered either, as when it was stopped.
      if (told === 'late') void this.close();
      return told;
    } finally {
      stop.abort();
      signal.removeEventListener('abort', giveUp);
      if (this.waiting.delete(id)) this.givenUp.add(id);
    }
  }

  /** Not to be guessed: whoever can only write into the program's output answers no question with it. */
  private freshId(): number {
    return randomInt(highest);
  }

  private async listen(talk: LineTalk): Promise<void> {
    try {
      for await (const line of talk.lines) if (this.isOver || !this.hear(line)) break;
    } catch {
      // A talk that breaks is one that ends.
    }
    await this.close();
  }

  /** Was it an answer? */
  private hear(line: string): boolean {
    const { data } = Line.safeParse(parseJson(line));
    if (data === undefined) return false;
    const tell = this.waiting.get(data.id);
    if (tell === undefined) return this.givenUp.delete(data.id);
    this.waiting.delete(data.id);
    tell({ said: data.answer });
    return true;
  }

  private end(): void {
    this.isOver = true;
    for (const tell of this.waiting.values()) tell('over');
    this.waiting.clear();
  }
}
