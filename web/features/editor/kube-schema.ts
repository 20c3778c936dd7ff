import raw from './kube-schema.json';

/** `[type, about, required, values]`; types are `string`, `integer`, `[]Container`, `{}string`, … See scripts/write-kube-schema.ts. */
type Row = readonly [type: string, about: string, required?: 0 | 1, values?: readonly string[]];

export interface Field {
  readonly type: string;
  readonly about: string;
  readonly required: boolean;
  readonly values: readonly string[];
}

interface Schema {
  readonly kinds: Readonly<Record<string, string>>;
  readonly types: Readonly<Record<string, { readonly about: string; readonly fields: Record<string, Row> }>>;
}

const schema = raw as unknown as Schema;

/** `apps/v1/Deployment` and the like: every kind that is known. */
export const knownKinds: readonly string[] = Object.keys(schema.kinds);

/** The type of an object, or undefined where this kind is not known: then nothing is said about it. */
export const typeOfKind = (apiVersion: string, kind: string): string | undefined =>
  schema.kinds[`${apiVersion}/${kind}`];

/** The fields of a type; undefined for scalars, and where anything may stand. */
export function fieldsOf(type: string): ReadonlyMap<string, Field> | undefined {
  const known = Object.hasOwn(schema.types, type) ? schema.types[type] : undefined;
  if (known === undefined) return undefined;
  return new Map(
    Object.entries(known.fields).map(([name, [of, about, required, values = []]]) => [
      name,
      { type: of, about, required: required === 1, values },
    ]),
  );
}

export const itemType = (type: string): string | undefined =>
  type.startsWith('[]') ? type.slice(2) : undefined;
export const valueType = (type: string): string | undefined =>
  type.startsWith('{}') ? type.slice(2) : undefined;

/** The field that a path of keys and `[]` leads to; undefined where the path leaves what is known. */
export function fieldAt(type: string, path: readonly string[]): Field | undefined {
  let field: Field = { type, about: '', required: false, values: [] };
  for (const step of path) {
    const next = step === '[]' ? itemType(field.type) : valueType(field.type);
    if (next !== undefined) field = { ...field, type: next };
    else {
      const found = fieldsOf(field.type)?.get(step);
      if (found === undefined) return undefined;
      field = found;
    }
  }
  return field;
}
