import { z } from 'zod';
import { Slug } from '../../ids.ts';
import { Duration } from '../parts.ts';

const base = {
  id: Slug,
  title: z.string().min(1).describe('What holds when the check passes'),
  points: z.number().min(0).optional(),
  gate: z.boolean().optional().describe('If it does not pass, its task gives 0'),
  retry: z
    .strictObject({
      for: Duration.describe(
        'How long it is looked at again; for checks `net.*` of a cluster from the latest change of its Pods, Services, Namespaces and policies on',
      ),
      every: Duration.default('1s'),
      stable: Duration.optional().describe('It must stay true for this long'),
    })
    .optional(),
  why: z.string().optional().describe('Shown when the check did not pass: why it matters'),
};

/** The schema of one type of check: its own parameters beside what every check has. */
export function check<const T extends string, S extends z.ZodRawShape>(type: T, shape: S) {
  return z.strictObject({ type: z.literal(type), ...base, ...shape });
}
