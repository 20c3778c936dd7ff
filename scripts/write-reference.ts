import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rules } from '#domain/scenario/advice/advice.ts';
import { checkTypes, fileParts, type Json, jsonSchemas, smallParts } from './reference/schemas.ts';
import { anchor, fieldTables } from './reference/table.ts';

const root = join(import.meta.dirname, '..');
const checks = join(root, 'server/app/grading/checks');

/** The file that authors read beside their scenario. */
export const referenceFile = join(root, 'docs/scenario-reference.md');

const heading = `# Reference of scenario files

Written by \`node scripts/write-reference.ts\` from the schema that reads the files; do not edit it by hand. The way to a scenario of
your own is in [authoring.md](authoring.md).
`;

/** Every field of a scenario, as the parser knows it. */
export function referenceText(): string {
  const schemas = jsonSchemas();
  const schemaOf = (name: string): Json => schemas[name] ?? {};
  const common = everyCheck(checkTypes.map(([name]) => schemaOf(name)));
  const chapter = (name: string): string[] => [`### ${name}`, '', ...fieldTables(schemaOf(name))];
  const said = sentences();
  const lines = [
    heading,
    '## The file',
    '',
    ...Object.keys(fileParts).flatMap(chapter),
    '## Checks',
    '',
    '### Check',
    '',
    `A check has one of these types: ${checkTypes.map(([name]) => `[${name}](#${anchor(name)})`).join(', ')}. Every check has:`,
    '',
    ...fieldTables(common),
    ...chapter('Group of checks'),
    ...checkTypes.flatMap(([name]) => [
      `### ${name}`,
      '',
      ...(said.has(name) ? [said.get(name) ?? '', ''] : []),
      ...fieldTables(schemaOf(name), common),
    ]),
    '## Parts',
    '',
    ...Object.keys(smallParts).flatMap(chapter),
    '## Rules of the linter',
    '',
    `\`# lint: allow <rule>\` on a line or on the one before takes responsibility. The rules: ${rules.map((rule) => `\`${rule}\``).join(', ')}.`,
  ];
  return `${lines
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trimEnd()}\n`;
}

/** The fields that all types of checks share. */
function everyCheck(all: readonly Json[]): Json {
  const [first = {}, ...others] = all;
  const shared = Object.entries(first.properties ?? {}).filter(
    ([name, field]) =>
      name !== 'type' &&
      others.every((one) => JSON.stringify(one.properties?.[name]) === JSON.stringify(field)),
  );
  return { ...first, properties: Object.fromEntries(shared) };
}

/** What each type of check says of itself where it is written. */
function sentences(): Map<string, string> {
  const comment = /\/\*\*\s((?:(?!\*\/)[\s\S])*?)\s*\*\/\s*export const \w+: CheckModule<\s*'([\w.]+)'/g;
  const texts = readdirSync(checks)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => readFileSync(join(checks, file), 'utf8'));
  return new Map(
    texts.flatMap((text) =>
      [...text.matchAll(comment)].map(([, words = '', type = '']): [string, string] => [
        type,
        words.replaceAll(/\s*\n\s*\*\s?/g, ' ').replace(/^[\s*]+/, ''),
      ]),
    ),
  );
}

if (import.meta.main) await writeFile(referenceFile, referenceText());
