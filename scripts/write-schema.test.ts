import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { published, schemaFile, schemaText } from './write-schema.ts';

test.each(Object.entries(published))(
  '%s for authors is the one that the parser has (node scripts/write-schema.ts writes it)',
  async (name, one) => {
    expect(await readFile(schemaFile(name), 'utf8')).toBe(schemaText(one));
  },
);
