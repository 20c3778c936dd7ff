import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { checkTypes } from './reference/schemas.ts';
import { referenceFile, referenceText } from './write-reference.ts';

test('the reference for authors is the one that the schema gives (node scripts/write-reference.ts writes it)', async () => {
  expect(await readFile(referenceFile, 'utf8')).toBe(referenceText());
});

test('every type of check has a chapter with a sentence and its own fields', () => {
  for (const [type] of checkTypes) {
    const chapter = referenceText().split(`\n### ${type}\n`)[1]?.split('\n### ')[0] ?? '';
    expect(chapter, type).toMatch(/^\n[A-Z].+\.\n\n\| Field/);
    expect(chapter, type).toContain('| `type` |');
  }
});
