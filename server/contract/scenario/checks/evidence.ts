import { z } from 'zod';
import { Where } from '../parts.ts';
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
