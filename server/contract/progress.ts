import { z } from 'zod';

const common = {
  /** Stable within one run: a later event with the same id belongs to the same step. */
  id: z.string().min(1),
  title: z.string().min(1),
  /** Milliseconds since the epoch. */
  at: z.number().int(),
};

/** One event of a long piece of work. The command line, the log and the page draw the same events. */
export const Step = z.discriminatedUnion('phase', [
  z.strictObject({ ...common, phase: z.literal('begin') }),
  z.strictObject({ ...common, phase: z.literal('note'), text: z.string() }),
  z.strictObject({
    ...common,
    phase: z.literal('progress'),
    done: z.number().min(0),
    total: z.number().positive(),
  }),
  z.strictObject({ ...common, phase: z.literal('end'), ok: z.boolean() }),
]);
export type Step = z.infer<typeof Step>;

/** Receives the events of one run, in order. Must not throw. */
export type OnStep = (step: Step) => void;
