import { z } from 'zod';

/** The sites that a candidate may open in the exam, as they were on a date. */
export const ExamDocs = z.strictObject({
  asOf: z.string().regex(/^\d{4}-\d{2}$/, 'write the year and the month, as 2026-10'),
  sites: z.array(z.url().startsWith('https://')).min(1),
});
export type ExamDocs = z.infer<typeof ExamDocs>;
