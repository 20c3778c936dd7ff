import { z } from 'zod';
import { Cel, Expectations, Inside, ObjectRef, Subject, TextMatch } from '../parts.ts';
import { check } from './base.ts';

export const K8sObject = check('k8s.object', {
  ref: ObjectRef,
  exists: z.boolean().default(true),
  expect: Expectations.optional(),
  show: Cel.optional().describe('What is shown as found; default: the failing expectations'),
});
export const K8sList = check('k8s.list', { ref: ObjectRef, expect: Expectations, show: Cel.optional() });
export const K8sRollout = check('k8s.rollout', {
  ref: ObjectRef,
  minReady: z.number().int().default(1),
  maxRestarts: z.number().int().optional(),
});
export const K8sCan = check('k8s.can', {
  as: Subject,
  verb: z.string().min(1),
  resource: z.string().min(1).describe('In the plural, such as secrets'),
  group: z.string().default('').describe('The API group; empty for the core'),
  namespace: z.string().optional().describe('Without it the whole cluster is asked about'),
  name: z.string().optional(),
  subresource: z.string().optional(),
  expect: z.enum(['allow', 'deny']),
  via: z
    .enum(['review', 'token'])
    .default('review')
    .describe('token: a bound token of the ServiceAccount asks about itself, so that it must log in as well'),
});
export const K8sAdmission = check('k8s.admission', {
  manifest: Inside.describe('One object; it is created under a random name'),
  as: Subject.optional().describe('Who creates it; default: an administrator'),
  mode: z
    .enum(['dry-run', 'real'])
    .default('dry-run')
    .describe('real: it is created and deleted, for plugins and webhooks that take no part in dry runs'),
  expect: z.enum(['accept', 'reject']),
  message: TextMatch.optional().describe('What the rejection says'),
  result: Expectations.optional().describe('What holds of the object as admission leaves it'),
});
