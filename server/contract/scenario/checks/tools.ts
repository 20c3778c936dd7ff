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
  as: z
    .enum(['text', 'number', 'set', 'lines', 'json'])
    .default('text')
    .describe('set: words in any order, separated by spaces, commas or line ends; lines: in this order'),
  equals: z
    .union([z.string(), z.array(z.string()).min(1)])
    .optional()
    .describe('A list for a set or for lines; the text of a JSON value for json'),
  equalsOneOf: z.array(z.string()).min(1).optional().describe('Spellings, each of which is right'),
  matches: z.string().optional(),
  secret: z.boolean().default(false).describe('What was found is not shown'),
});
