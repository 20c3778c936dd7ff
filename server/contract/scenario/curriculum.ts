import { z } from 'zod';
import { Domain } from './scenario.ts';

export const Competency = z.strictObject({
  id: z.string().regex(/^(CS|CH|SH|MV|SC|RS)[1-9]$/),
  title: z.string().min(1),
});
export type Competency = z.infer<typeof Competency>;

/** What the exam asks for: its domains with their share of the points, and the competencies of each. */
export const Curriculum = z.strictObject({
  version: z.string().min(1),
  domains: z
    .array(
      z.strictObject({
        id: Domain,
        title: z.string().min(1),
        weight: z.number().int().positive().describe('Per cent of the exam'),
        competencies: z.array(Competency).min(1),
      }),
    )
    .refine((all) => all.reduce((sum, { weight }) => sum + weight, 0) === 100, 'the weights add up to 100'),
});
export type Curriculum = z.infer<typeof Curriculum>;
