import { z } from 'zod';
import { Slug } from '../ids.ts';

/** The name of a language's folder below `i18n`, as in BCP 47: `de`, `pt-BR`, `zh-Hant`. */
export const LanguageTag = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?$/, 'write a language as de or pt-BR');

export const TranslatedTask = z.strictObject({
  title: z.string().min(1).describe('The title of the task'),
  prompt: z
    .string()
    .min(1)
    .describe('The prompt, in Markdown, with the same {{vars.name}} as in scenario.yaml'),
  hints: z.array(z.string().min(1)).default([]).describe('The texts of all hints, in their order'),
});
export type TranslatedTask = z.infer<typeof TranslatedTask>;

/** `i18n/<language>/prompts.yaml`: the short texts of a scenario in one more language. Long ones lie beside it in Markdown. */
export const Translation = z.strictObject({
  schema: z.literal('cks-lab-translation/1').describe('The version of this format'),
  title: z.string().min(1).describe('The title of the scenario'),
  summary: z.string().min(1).describe('The sentence under the title'),
  tasks: z.record(Slug, TranslatedTask).describe('Every task of the scenario, by its id'),
});
export type Translation = z.infer<typeof Translation>;
