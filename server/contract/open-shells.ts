import { z } from 'zod';
import { LabId, Slug } from './ids.ts';

/** Which of the shells on a terminal: the first is there from the start, further ones are opened on demand. */
export const ShellNumber = z.number().int().min(1).max(99);

/** The shells of a lab that are open now, in whichever browser. */
export const OpenShells = z.strictObject({
  lab: LabId,
  shells: z.array(z.strictObject({ terminal: Slug, number: ShellNumber })),
});
export type OpenShells = z.infer<typeof OpenShells>;
