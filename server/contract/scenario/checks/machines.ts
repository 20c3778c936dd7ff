import { z } from 'zod';
import { Duration, Expectations, PodRef, TextMatch, Where } from '../parts.ts';
import { check } from './base.ts';

export const NodeFile = check('node.file', {
  on: Where,
  path: z.string().startsWith('/'),
  exists: z.boolean().default(true),
  owner: z.string().optional(),
  group: z.string().optional(),
  maxMode: z
    .string()
    .regex(/^[0-7]{3,4}$/)
    .optional()
    .describe('No permission bit beyond these'),
  recursive: z
    .boolean()
    .default(false)
    .describe(
      'Owner, group and maxMode hold for all below it too; folders may be entered by who may read them',
    ),
  sha256: z
    .string()
    .regex(/^([0-9a-f]{64}|\{\{vars\.\w+\}\})$/, 'write the sum in hex')
    .optional()
    .describe('The sum of the whole file'),
  text: TextMatch.optional(),
  parse: z
    .enum(['yaml', 'json', 'toml', 'ini'])
    .optional()
    .describe(
      'toml: dates are texts; ini: sections of keys, and a key that stands more than once has a list',
    ),
  expect: Expectations.optional(),
});
export const NodeProcess = check('node.process', {
  on: Where,
  name: z.string(),
  running: z.boolean().default(true),
  args: z
    .record(z.string(), TextMatch)
    .optional()
    .describe('Flags of the running process; the last one wins'),
  without: z.array(z.string()).optional(),
});
export const RuntimeIs = check('runtime.is', {
  of: PodRef,
  expect: z.enum(['runc', 'runsc']),
  every: z.boolean().default(false).describe('Every Pod that matches, also one that is not ready'),
});
export const DockerInspect = check('docker.inspect', {
  on: Where,
  what: z.enum(['info', 'container', 'image', 'network', 'daemon-config']),
  name: z.string().optional(),
  expect: Expectations,
});
export const Exec = check('exec', {
  in: z.union([
    z.strictObject({ machine: Where, user: z.string().optional() }),
    z.strictObject({ pod: PodRef }),
  ]),
  argv: z.array(z.string()).min(1),
  expect: z.strictObject({
    exit: z.number().int().optional(),
    stdout: TextMatch.optional(),
    stderr: TextMatch.optional(),
  }),
  timeout: Duration.default('15s'),
});
