import { z } from 'zod';
import { Duration, Expectations, From, Inside, PemSource, To, Where } from '../parts.ts';
import { check } from './base.ts';

export const Image = check('image', {
  on: Where.describe('A machine with a Docker engine'),
  image: z.string().min(1).describe('As docker image inspect takes it'),
  expect: Expectations.optional().describe(
    'self has id, sizeBytes, os, architecture, config (User, Env, Cmd, …), history, and layers with sizeBytes and files',
  ),
  filesAbsent: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe(
      'In no layer, also not where a later one deletes them: paths of files or folders, or a pattern of a name such as id_*',
    ),
  secretScan: z
    .string()
    .min(8)
    .optional()
    .describe(
      'A value of the attempt, {{vars.name}}, that is in no file of any layer, no configuration and no history',
    ),
  timeout: Duration.default('60s').describe('For reading all layers once'),
});
export const Sbom = check('sbom', {
  on: Where,
  file: z.string().startsWith('/').describe('Where the learner puts it'),
  format: z.enum(['spdx', 'cyclonedx', 'any']).default('any').describe('SPDX 2 or CycloneDX, in JSON'),
  of: z
    .string()
    .min(1)
    .optional()
    .describe('What the name, version, package URL or checksum of its subject contains'),
  contains: z
    .array(z.string().startsWith('pkg:', 'write a package URL'))
    .min(1)
    .optional()
    .describe('Package URLs that it lists; without a version any version will do, qualifiers do not count'),
});

export const Signature = check('signature', {
  from: From.describe('From where the registry is read'),
  image: z
    .string()
    .regex(/^[^\s/]+\/\S+[:@]\S+$/, 'write registry/name:tag or registry/name@sha256:…')
    .describe('With its registry, and with a tag or a digest'),
  key: z
    .union([
      PemSource,
      z.strictObject({ file: Inside.describe('A file of the scenario folder, which no learner can change') }),
    ])
    .describe('The public key, in PEM: ECDSA, Ed25519 or RSA'),
  expect: z
    .enum(['valid', 'invalid'])
    .describe('valid: one of the signatures is by this key, for this image as it is now; invalid: none is'),
  to: To.optional().describe('Where the registry is, as if a name server said so'),
  plainHttp: z.boolean().default(false).describe('The registry speaks HTTP without TLS'),
  ca: PemSource.optional().describe('Trust exactly this CA; without it every certificate is trusted'),
  timeout: Duration.default('5s').describe('For each request'),
});
