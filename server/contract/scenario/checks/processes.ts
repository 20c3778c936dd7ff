import { z } from 'zod';
import { PodRef, TextMatch, Where } from '../parts.ts';
import { check } from './base.ts';

export const ProcStatus = check('proc.status', {
  of: z
    .union([
      z.strictObject({ pod: PodRef }),
      z.strictObject({ machine: Where, process: z.string().min(1).describe('Its name') }),
    ])
    .describe('The first process of every container of every Pod that fits, or every process of a name'),
  expect: z.strictObject({
    seccomp: z.number().int().min(0).max(2).optional().describe('0: none, 1: strict, 2: a filter'),
    noNewPrivs: z.boolean().optional().describe('It can gain no privileges, by no setuid program'),
    root: z.boolean().optional().describe('It runs as user 0 of the machine, or does not'),
    uid: z.number().int().min(0).optional().describe('As the machine numbers it'),
    capsSubsetOf: z
      .array(z.string().regex(/^[A-Z][A-Z_]+$/, 'write a capability without CAP_'))
      .optional()
      .describe('It has, and may still get, no capability beyond these'),
    apparmor: TextMatch.optional().describe('For example nginx-tight (enforce)'),
    ownUserNs: z.boolean().optional().describe('Its users are not those of the machine'),
    rootReadOnly: z.boolean().optional().describe('Its / cannot be written to'),
  }),
});
