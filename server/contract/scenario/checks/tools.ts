import { z } from 'zod';
import { Where } from '../parts.ts';
import { check } from './base.ts';

export const Cis = check('cis', {
  on: Where,
  benchmark: z.string(),
  targets: z.string(),
  pass: z.array(z.string()).min(1).describe('Ids that kube-bench must report as PASS'),
});
export const Answer = check('answer', {
  on: Where.default('workstation'),
  file: z.string().startsWith('/'),
  equals: z.string().optional(),
  matches: z.string().optional(),
  secret: z.boolean().default(false).describe('What was found is not shown'),
});
