import { z } from 'zod';
import { Slug } from './ids.ts';

/** A check as its author wrote it, with what it looks for in words. */
export const CheckPreview = z.strictObject({
  check: Slug,
  title: z.string(),
  role: z.enum(['check', 'guard', 'part']),
  /** The task it belongs to; absent for a guard of the whole scenario. */
  task: Slug.optional(),
  /** The type of a leaf; `allOf`, `anyOf` or `noneOf` for a group. */
  type: z.string(),
  points: z.number().min(0),
  gate: z.boolean(),
  expected: z.string(),
});
export type CheckPreview = z.infer<typeof CheckPreview>;

/** A script that the proof runs. */
const Answer = z.strictObject({ id: Slug, on: z.string(), user: z.string(), text: z.string() });

/** What no learner may see of a scenario: its answers. Leaves the server in authoring mode alone. */
export const ScenarioPreview = z.strictObject({
  scenario: Slug,
  prompts: z.array(z.strictObject({ task: Slug, prompt: z.string(), hints: z.array(z.string()) })),
  explain: z.string(),
  solutions: z.array(Answer),
  wrong: z.array(Answer.extend({ say: z.string(), mustFail: z.array(Slug), maxPoints: z.number().min(0) })),
  checks: z.array(CheckPreview),
});
export type ScenarioPreview = z.infer<typeof ScenarioPreview>;
