import { z } from 'zod';
import { Duration, Inside, Where } from '../parts.ts';
import { check } from './base.ts';

export const Script = check('script', {
  on: Where,
  run: Inside.describe(
    'A bash script of the scenario folder; prints one JSON object {"pass": true or false, "observed": "what was found"}',
  ),
  timeout: Duration.default('30s').describe('For one run'),
  reason: z
    .string()
    .min(20, 'say why no other type of check can tell this')
    .describe('Why no other type of check can tell this, and what the script changes, if anything'),
});
