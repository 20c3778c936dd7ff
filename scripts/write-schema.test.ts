import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { schemaFile, schemaText } from './write-schema.ts';

test('the JSON Schema for authors is the one that the parser has (node scripts/write-schema.ts writes it)', async () => {
  expect(await readFile(schemaFile, 'utf8')).toBe(schemaText());
});
