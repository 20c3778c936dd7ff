import { z } from 'zod';

const Page = z.looseObject({
  title: z.string().optional(),
  text: z.string().optional(),
  background: z.string().optional(),
  foreground: z.string().optional(),
  courseData: z.string().optional(),
});
const Step = Page.extend({ verify: z.string().optional() });
const Asset = z.looseObject({ file: z.string(), target: z.string(), chmod: z.string().optional() });

/** The `index.json` of a Killercoda scenario, as far as it is understood. */
export const IndexFile = z.looseObject({
  title: z.string().min(1),
  description: z.string().optional(),
  time: z.string().optional(),
  details: z.looseObject({
    intro: Page.optional(),
    steps: z.array(Step).min(1),
    finish: Page.optional(),
    assets: z.record(z.string(), z.array(Asset)).optional(),
  }),
  backend: z.looseObject({ imageid: z.string() }),
});
export type IndexFile = z.infer<typeof IndexFile>;
export type Step = z.infer<typeof Step>;
export type Asset = z.infer<typeof Asset>;
