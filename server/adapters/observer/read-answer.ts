import { z } from 'zod';
import { type Answer, answers, type Question, Unknown } from '#contract/observer.ts';
import type { MachineName } from '#ports/machines.ts';

/** A file's content may be 1 MiB and every byte of it six characters of JSON. */
export const maxAnswerBytes = 8 * 1024 * 1024;

/** Starting the program in a busy engine, and reading a large file. */
const slackMs = 10_000;

/** How long an answer may take until nobody waits for it any more, in milliseconds. */
export const patienceWith = (question: Question): number =>
  ('timeoutMs' in question ? question.timeoutMs : 0) + slackMs;

/** What was said, when it answers a question of this kind: nothing else counts as having been seen. */
export function readAnswer<Q extends Question>(machine: MachineName, question: Q, said: unknown): Answer<Q> {
  const read = z.union([answers[question.kind], Unknown]).safeParse(said);
  // The table's schema is that of the question's kind, which the compiler cannot follow through a union.
  if (read.success) return read.data as Answer<Q>;
  return cannotTell(
    `The observer of ${machine} gave an answer that cannot be read: ${z.prettifyError(read.error)}`,
  );
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // No JSON is no answer either; the schema says so.
    return undefined;
  }
}

export const cannotTell = (reason: string): Unknown => ({ kind: 'unknown', reason });
