import { z } from 'zod';
import { Cel, Duration, Expectations, From, PodRef, Stimulus, TextMatch, Where } from '../parts.ts';
import { check } from './base.ts';

const EtcdKey = z.string().startsWith('/').describe('Such as /registry/secrets/shop/token');

export const EtcdValue = check('etcd.value', {
  on: Where.default('cp'),
  key: EtcdKey.optional(),
  everyKeyUnder: EtcdKey.optional().describe(
    'Every value whose key begins so is judged, and there must be one',
  ),
  provider: z
    .enum(['identity', 'aescbc', 'aesgcm', 'secretbox', 'kms'])
    .optional()
    .describe('What the values are encrypted with; identity: they are not'),
  keyName: z.string().min(1).optional().describe('The name of the encryption key, or of the KMS plugin'),
  notContains: z.array(z.string().min(1)).default([]).describe('Texts that no value holds as they are'),
});

export const LogEvents = check('log.events', {
  log: z.union([
    z.strictObject({ on: Where, path: z.string().startsWith('/') }),
    z.strictObject({ pod: PodRef.describe('Every ready Pod that matches') }),
  ]),
  format: z.enum(['json', 'text']).describe('json: one object a line'),
  stimulate: z.array(Stimulus).default([]),
  match: z
    .union([z.strictObject({ cel: Cel }), TextMatch])
    .describe('Of one line: CEL over self and marker, or a text in which {{marker}} is filled in'),
  min: z.number().int().min(0).default(1),
  max: z.number().int().min(0).optional().describe('The whole time is waited for one event too many'),
  within: Duration.default('20s'),
});

export const PromQuery = check('prom.query', {
  from: From,
  url: z.string().min(1).describe('Of the Prometheus, without a path of its API'),
  query: z.string().min(1),
  expect: Expectations.describe('Over items: the samples of now, each with metric (its labels) and value'),
});
