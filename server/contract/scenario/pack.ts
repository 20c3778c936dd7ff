import { z } from 'zod';
import { Slug } from '../ids.ts';

/**
 * `pack.yaml`: what a set of scenarios is called, where it comes from and under which terms it may be used. It lies at the
 * top of the pack's folder, beside the folders of the domains. The source of the types, the parser and `pack.schema.json`.
 */
export const Pack = z.strictObject({
  schema: z.literal('cks-lab-pack/1').describe('The version of this format'),
  id: Slug.describe('Short name of the pack; no two packs of an installation share one'),
  name: z
    .string()
    .regex(/^[^\p{Cc}]{1,80}$/u, 'write at most 80 characters on one line')
    .describe('What learners see'),
  version: z
    .string()
    .regex(/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/, 'write a version as 1.2.3')
    .describe('Raise it whenever a scenario changes'),
  licence: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9.+() -]{0,99}$/, 'write an SPDX expression, such as Apache-2.0')
    .describe('The terms under which the pack may be used, as an SPDX expression'),
  description: z.string().min(1).max(500).optional().describe('One or two sentences about what is in it'),
  homepage: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('Where to read more and report mistakes'),
});
export type Pack = z.infer<typeof Pack>;
