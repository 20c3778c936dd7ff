import type { z } from 'zod';
import type { Ack } from '#contract/events.ts';
import { problemFor } from '#http/problems.ts';
import type { Log } from '#ports/log.ts';

type Answer<T> = (value: T) => void;

/**
 * The one shape of an event from a browser: parsed by its schema, handed to `work`, answered with a value or a problem. Nothing
 * that a browser sends can throw past it. An event without an answer that fails is only logged.
 */
export function handle<S extends z.ZodType, T = never>(
  log: Log,
  schema: S,
  work: (request: z.output<S>, answer: Answer<T>) => void | Promise<void>,
): (request: unknown, ack?: unknown) => Promise<void> {
  return async (request, ack) => {
    const reply = (answer: Ack<T>): void => {
      if (typeof ack === 'function') ack(answer);
    };
    try {
      await work(schema.parse(request), (value) => reply({ ok: true, value }));
    } catch (error) {
      const { status, problem } = problemFor(error);
      if (problem.code === 'request.invalid')
        log.warn({ message: problem.message.slice(0, 200) }, 'event refused');
      if (status >= 500) log.error({ err: error }, 'event failed');
      reply({ ok: false, problem });
    }
  };
}
