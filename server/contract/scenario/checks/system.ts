import { z } from 'zod';
import { Where } from '../parts.ts';
import { check } from './base.ts';

export const NodeUnit = check('node.unit', {
  on: Where,
  unit: z
    .string()
    .regex(/^[\w@:.\\-]+\.[a-z]+$/, 'write the whole name, such as ssh.service')
    .describe('The unit with its ending'),
  active: z.boolean().optional().describe('It runs now, or it does not'),
  enabled: z
    .enum(['enabled', 'disabled', 'masked'])
    .optional()
    .describe('What happens at the next start; disabled also holds for a unit that is masked or gone'),
});
