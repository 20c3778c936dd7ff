import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { LabId } from '#contract/ids.ts';
import { type Answer, answers, type Question, Unknown } from '#contract/observer.ts';
import type { ExecResult, MachineName, Machines } from '#ports/machines.ts';

export type ConnectQuestion = Extract<Question, { kind: 'connect' }>;

/** Checks of one grading come within this time; none of them is kept waiting for longer. */
const gatherMs = 20;
/** The observer answers twice as many at once. */
const mostAtOnce = 16;

interface Asked {
  readonly question: ConnectQuestion;
  readonly signal: AbortSignal;
  readonly tell: (answer: Answer<ConnectQuestion>) => void;
  readonly fail: (error: unknown) => void;
}

/**
 * Connections that are tried at the same time beside one machine are tried by one process of its observer: to start one costs more than
 * to connect. Each question has its answer when the slowest of them is answered.
 */
export class ConnectBatches {
  private readonly machines: Pick<Machines, 'exec'>;
  private readonly slackMs: number;
  private readonly gathering = new Map<string, Asked[]>();

  constructor(machines: Pick<Machines, 'exec'>, slackMs: number) {
    this.machines = machines;
    this.slackMs = slackMs;
  }

  /** Rejects as `Machines.exec` does, and with the reason of the signal. */
  async ask(
    lab: LabId,
    machine: MachineName,
    question: ConnectQuestion,
    signal: AbortSignal,
  ): Promise<Answer<ConnectQuestion>> {
    signal.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<Answer<ConnectQuestion>>();
    const giveUp = (): void => reject(signal.reason);
    signal.addEventListener('abort', giveUp, { once: true });
    this.gather(lab, machine, { question, signal, tell: resolve, fail: reject });
    return promise.finally(() => signal.removeEventListener('abort', giveUp));
  }

  private gather(lab: LabId, machine: MachineName, asked: Asked): void {
    const key = `${lab} ${machine}`;
    const batch = this.gathering.get(key);
    if (batch !== undefined && batch.length < mostAtOnce) {
      batch.push(asked);
      return;
    }
    const fresh = [asked];
    this.gathering.set(key, fresh);
    void delay(gatherMs).then(() => {
      if (this.gathering.get(key) === fresh) this.gathering.delete(key);
      return this.send(lab, machine, fresh);
    });
  }

  private async send(lab: LabId, machine: MachineName, batch: readonly Asked[]): Promise<void> {
    // Nobody listens any more only when all have given up.
    const wanted = batch.filter(({ signal }) => !signal.aborted);
    if (wanted.length === 0) return;
    try {
      const result = await this.machines.exec(lab, `observer-${machine}`, ['/observer', 'serve'], {
        signal: allOf(wanted.map(({ signal }) => signal)),
        user: '0',
        stdin: wanted.map(({ question }, id) => `${JSON.stringify({ id, question })}\n`).join(''),
        timeoutMs: Math.max(...wanted.map(({ question }) => question.timeoutMs)) + this.slackMs,
      });
      const told = answersIn(result);
      const nothing = `The observer of ${machine} gave no answer: ${result.stderr.trim() || 'it said nothing'}`;
      wanted.forEach(({ tell }, id) => tell(told.get(id) ?? { kind: 'unknown', reason: nothing }));
    } catch (error) {
      for (const { fail } of wanted) fail(error);
    }
  }
}

const Line = z.strictObject({ id: z.number().int(), answer: z.union([answers.connect, Unknown]) });

/** The answers by number. A line that cannot be read answers nobody. */
function answersIn({ stdout }: ExecResult): Map<number, Answer<ConnectQuestion>> {
  const lines = stdout.split('\n').map((line) => Line.safeParse(jsonOf(line)).data);
  return new Map(lines.flatMap((line) => (line === undefined ? [] : [[line.id, line.answer] as const])));
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Aborts when every one of them has. */
function allOf(signals: readonly AbortSignal[]): AbortSignal {
  const all = new AbortController();
  let left = signals.length;
  for (const signal of signals) {
    signal.addEventListener(
      'abort',
      () => {
        left -= 1;
        if (left === 0) all.abort(signal.reason);
      },
      { once: true },
    );
  }
  return all.signal;
}
