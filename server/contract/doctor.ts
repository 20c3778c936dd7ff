import { z } from 'zod';

/** One fact about the machine or the platform. `bad` stops labs from working; `warn` only limits them. */
export const Finding = z.strictObject({
  group: z.enum(['engine', 'machine', 'kernel', 'images', 'platform']),
  mark: z.enum(['ok', 'warn', 'bad']),
  fact: z.string().min(1),
  /** What to do about it; absent where nothing has to be done. */
  remedy: z.string().optional(),
});
export type Finding = z.infer<typeof Finding>;

/** What the doctor found, the engine first. */
export const DoctorView = z.strictObject({ at: z.number().int(), findings: z.array(Finding) });
export type DoctorView = z.infer<typeof DoctorView>;
