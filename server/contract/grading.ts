import { z } from 'zod';
import { LabId, RunId, Slug } from './ids.ts';

/**
 * How a check ended. `unknown` means that the fact could not be observed: it is never a pass and never the learner's fault.
 */
export const VerdictKind = z.enum(['pass', 'fail', 'unknown']);
export type VerdictKind = z.infer<typeof VerdictKind>;

/** What a check saw, beside what it looked for. */
export const CheckResult = z.strictObject({
  check: Slug,
  /** The task the check belongs to; absent for a guard of the whole scenario. */
  task: Slug.optional(),
  title: z.string(),
  role: z.enum(['check', 'guard', 'part']),
  /** The group this check is a part of. */
  parent: Slug.optional(),
  verdict: VerdictKind,
  points: z.number().min(0),
  possible: z.number().min(0),
  expected: z.string(),
  found: z.string(),
  /** Why it matters, when the author wrote it. Shown when the check did not pass. */
  why: z.string().optional(),
  /** What was asked of what, in words a learner can repeat by hand. */
  probe: z.string().optional(),
  tookMs: z.number().min(0),
});
export type CheckResult = z.infer<typeof CheckResult>;

export const TaskResult = z.strictObject({
  task: Slug,
  earned: z.number().min(0),
  possible: z.number().min(0),
  /** False when a check of the task could not be observed. */
  sure: z.boolean(),
  /** The needed task that has no points yet, so that this result only follows from it. */
  followsFrom: Slug.optional(),
});
export type TaskResult = z.infer<typeof TaskResult>;

/** The outcome of one grading run, of the whole lab or of one task. */
export const GradeReport = z.strictObject({
  run: RunId,
  lab: LabId,
  startedAt: z.number().int(),
  endedAt: z.number().int(),
  /** The task that was asked for; absent when all were. */
  only: Slug.optional(),
  earned: z.number().min(0),
  possible: z.number().min(0),
  sure: z.boolean(),
  /** The guard that did not hold and so made everything 0. */
  brokenGuard: Slug.optional(),
  tasks: z.array(TaskResult),
  checks: z.array(CheckResult),
});
export type GradeReport = z.infer<typeof GradeReport>;

export const StartGrading = z.strictObject({ task: Slug.optional() });
export type StartGrading = z.infer<typeof StartGrading>;

export const OpenHint = z.strictObject({ task: Slug, index: z.number().int().min(0).max(20) });
export type OpenHint = z.infer<typeof OpenHint>;

export const HintText = z.strictObject({
  task: Slug,
  index: z.number().int(),
  text: z.string(),
  cost: z.number(),
});
export type HintText = z.infer<typeof HintText>;
