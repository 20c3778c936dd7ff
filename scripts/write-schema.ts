import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { Pack } from '#contract/scenario/pack.ts';
import { Scenario } from '#contract/scenario/scenario.ts';
import { Translation } from '#contract/scenario/translation.ts';

interface Published {
  readonly schema: z.ZodType;
  readonly title: string;
}

/** The JSON Schemas that editors read while an author writes, by their file below `scenarios/`. */
export const published: Readonly<Record<string, Published>> = {
  'schema.json': { schema: Scenario, title: 'A scenario of CKS Lab' },
  'pack.schema.json': { schema: Pack, title: 'A pack of scenarios for CKS Lab' },
  'translation.schema.json': { schema: Translation, title: 'A scenario of CKS Lab in one more language' },
};

export const schemaFile = (name: string): string =>
  fileURLToPath(new URL(`../scenarios/${name}`, import.meta.url));

/** The text of such a file: the schema as the parser sees it. */
export function schemaText({ schema, title }: Published): string {
  const json = z.toJSONSchema(schema, { io: 'input', target: 'draft-7', reused: 'ref' });
  return `${JSON.stringify({ ...json, title }, null, 2)}\n`;
}

if (import.meta.main) {
  for (const [name, one] of Object.entries(published)) await writeFile(schemaFile(name), schemaText(one));
}
