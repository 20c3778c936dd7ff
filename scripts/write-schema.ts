import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { Scenario } from '#contract/scenario/scenario.ts';

/** The file that editors read while an author writes a scenario. */
export const schemaFile = fileURLToPath(new URL('../scenarios/schema.json', import.meta.url));

/** The JSON Schema of `scenario.yaml`, as the parser sees it. */
export function schemaText(): string {
  const schema = z.toJSONSchema(Scenario, { io: 'input', target: 'draft-7', reused: 'ref' });
  return `${JSON.stringify({ ...schema, title: 'A scenario of CKS Lab' }, null, 2)}\n`;
}

if (import.meta.main) await writeFile(schemaFile, schemaText());
