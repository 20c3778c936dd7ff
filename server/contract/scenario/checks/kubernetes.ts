import { z } from 'zod';
import { Cel, Expectations, ObjectRef } from '../parts.ts';
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
