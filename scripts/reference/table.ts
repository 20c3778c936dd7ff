import { isDeepStrictEqual } from 'node:util';
import type { Json } from './schemas.ts';

/** A field of a file with all that is said of it, in Markdown. */
interface Row {
  readonly name: string;
  readonly type: string;
  readonly usual: string;
  readonly meaning: string;
}

export const anchor = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, '')
    .replaceAll(' ', '-');

const code = (value: unknown): string =>
  `\`${typeof value === 'string' && value !== '' ? value : JSON.stringify(value)}\``;
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** Patterns that have a name of their own. */
const named: readonly (readonly [RegExp, string])[] = [
  [/^\^\[a-z\]\[a-z0-9-\]\{0,63\}\$$/, 'id'],
  [/^\^\(\?!\\\/\)/, 'file of the folder'],
  [/^\^\\\/\.\*$/, 'absolute path'],
];

/** What may stand in a field, in words; fields of an object have rows of their own. */
export function typeWords(schema: Json): string {
  if (schema.$ref !== undefined) return `[${schema.$ref}](#${anchor(schema.$ref)})`;
  if (schema.const !== undefined) return code(schema.const);
  if (schema.enum !== undefined) return schema.enum.map(code).join(', ');
  const branches = schema.anyOf ?? schema.oneOf;
  if (branches !== undefined) return branches.map((branch) => typeWords(branch)).join(' or ');
  if (schema.type === 'array') return listWords(schema);
  if (schema.type === 'object') return objectWords(schema);
  return schema.type === 'string' ? textWords(schema) : numberWords(schema);
}

function listWords({ items, prefixItems }: Json): string {
  if (prefixItems !== undefined) return `[${prefixItems.map((item) => typeWords(item as Json)).join(', ')}]`;
  return `list of ${items === undefined || typeof items === 'boolean' ? 'anything' : typeWords(items as Json)}`;
}

function objectWords({ properties, additionalProperties }: Json): string {
  if (properties !== undefined) return `{ ${Object.keys(properties).join(', ')} }`;
  const values = additionalProperties;
  return `map of names to ${typeof values === 'object' ? typeWords(values) : 'anything'}`;
}

function textWords({ pattern }: Json): string {
  if (pattern === undefined) return 'text';
  return named.find(([shape]) => shape.test(pattern))?.[1] ?? `text like \`${pattern}\``;
}

function numberWords({ type, minimum, maximum, exclusiveMinimum }: Json): string {
  const kind = type === 'integer' ? 'whole number' : String(type ?? 'anything');
  const isNamed = (limit: unknown): limit is number =>
    typeof limit === 'number' && Math.abs(limit) < Number.MAX_SAFE_INTEGER;
  if (isNamed(minimum) && isNamed(maximum)) return `${kind}, ${minimum} to ${maximum}`;
  if (isNamed(minimum)) return `${kind}, at least ${minimum}`;
  if (isNamed(exclusiveMinimum)) return `${kind}, above ${exclusiveMinimum}`;
  return kind;
}

/** The rows of an object, deeper objects included, without those that every check has. */
function rowsOf(schema: Json, without: Json, prefix: string): Row[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => {
    const field = inner as Json;
    if (isDeepStrictEqual(field, without.properties?.[name])) return [];
    const needed = schema.required?.includes(name) === true;
    const row = {
      name: `${prefix}${name}`,
      type: typeWords(field),
      usual: usualWords(field, needed),
      meaning: field.description ?? '',
    };
    return [row, ...rowsBelow(field, row.name)];
  });
}

function rowsBelow(field: Json, name: string): Row[] {
  if (field.type === 'object') return rowsOf(field, {}, `${name}.`);
  const { items } = field;
  if (field.type !== 'array' || typeof items !== 'object' || Array.isArray(items)) return [];
  return items.type === 'object' ? rowsOf(items, {}, `${name}[].`) : [];
}

const usualWords = (field: Json, needed: boolean): string => {
  if (field.default !== undefined) return code(field.default);
  return needed ? '**required**' : '';
};

/** A table of the fields of a schema; one for each form where there are several. */
export function fieldTables(schema: Json, without: Json = {}): string[] {
  const forms = schema.anyOf ?? schema.oneOf;
  const items =
    schema.type === 'array' && typeof schema.items === 'object' ? (schema.items as Json) : undefined;
  if (forms !== undefined) return forms.flatMap((form) => formTables(form));
  if (items?.type === 'object') return ['A list; each entry has:', '', ...fieldTables(items)];
  if (schema.type !== 'object') return [`${said(schema)}Written as ${typeWords(schema)}.`, ''];
  const rows = rowsOf(schema, without, '');
  const lines = rows.map(
    ({ name, type, usual, meaning }) =>
      `| \`${name}\` |${[type, usual, meaning].map((text) => ` ${cell(text)}`.trimEnd()).join(' |')} |`,
  );
  return ['| Field | What | Default | Meaning |', '| --- | --- | --- | --- |', ...lines, ''];
}

const said = ({ description }: Json): string => (description === undefined ? '' : `${description}. `);

function formTables(form: Json): string[] {
  if (form.type !== 'object') return [`- ${typeWords(form)}`];
  const [first = ''] = Object.keys(form.properties ?? {}).filter((key) => key !== 'say');
  const fixed = (form.properties?.[first] as Json | undefined)?.const;
  const title = fixed === undefined ? `\`${first}\`` : `\`${first}: ${String(fixed)}\``;
  return [`With ${title}:`, '', ...fieldTables(form)];
}
