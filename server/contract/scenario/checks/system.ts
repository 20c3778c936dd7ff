import { z } from 'zod';
import { TextMatch, Where } from '../parts.ts';
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
export const NodePackage = check('node.package', {
  on: Where,
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9+.-]+$/, 'write the name of a Debian package')
    .describe('The name of a Debian package'),
  installed: z.boolean().describe('By dpkg’s record and by the package’s files'),
  version: TextMatch.optional().describe('The whole version of the package'),
  intact: z
    .boolean()
    .default(false)
    .describe('Every program and data file is still as the package brought it'),
});
export const NodeKernel = check('node.kernel', {
  on: Where,
  sysctl: z
    .record(z.string(), z.string())
    .optional()
    .describe('Settings as the kernel has them now; parts of a value are one space apart'),
  moduleBlocked: z
    .array(z.string().regex(/^[\w-]+$/))
    .min(1)
    .optional()
    .describe(
      'Modules that modprobe must not load, also not by hand: an install line sends it to false or true',
    ),
});
export const NodeUser = check('node.user', {
  on: Where,
  name: z.string().min(1).describe('The name of a user'),
  exists: z.boolean().default(true).describe('false: there must be no such user'),
  inGroups: z.array(z.string()).optional().describe('As the first group or as a further one'),
  notInGroups: z.array(z.string()).optional().describe('Neither as the first group nor as a further one'),
  login: z
    .boolean()
    .optional()
    .describe(
      'The account has a shell and is not expired. A locked password alone keeps nobody with a key out',
    ),
  sudo: TextMatch.optional().describe(
    'What sudo allows the user, one line for each command, such as (root) NOPASSWD: /usr/bin/less; an empty text when nothing',
  ),
});
export const NodeSshd = check('node.sshd', {
  on: Where,
  user: z
    .string()
    .regex(/^[\w.-]+$/)
    .default('root')
    .describe('Who logs in: Match blocks may give him other options'),
  options: z
    .record(z.string().regex(/^[A-Za-z0-9]+$/), TextMatch)
    .describe('By name in any case; an option that stands more than once has its values one space apart'),
});
