import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { published, schemaFile, schemaText } from './write-schema.ts';

test.each(Object.entries(published))(
  '%s for authors is the one that the parser has (node scripts/write-schema.ts writes it)',
  async (name, one) => {
    expect(await readFile(schemaFile(name), 'utf8')).toBe(schemaText(one));
  },
);

type Node = Readonly<Record<string, unknown>>;

/** Names of fields without a description. Types of checks are left out: their page describes them. */
class Undescribed {
  readonly fields: string[] = [];
  private readonly seen = new Set<string>();
  private readonly definitions: Readonly<Record<string, Node>>;

  constructor(schema: Node) {
    const { definitions, ...top } = schema;
    this.definitions = (definitions ?? {}) as Readonly<Record<string, Node>>;
    this.walk(top, 'top');
  }

  private walk(node: unknown, path: string): void {
    if (Array.isArray(node)) for (const item of node) this.walk(item, path);
    if (typeof node !== 'object' || node === null || Array.isArray(node)) return;
    const { properties = {}, $ref, ...rest } = node as Node;
    const fields = properties as Readonly<Record<string, Node>>;
    if ('type' in fields || 'allOf' in fields) return;
    for (const [name, field] of Object.entries(fields)) {
      if (!this.isDescribed(field)) this.fields.push(`${path}.${name}`);
      this.walk(field, `${path}.${name}`);
    }
    this.walk(Object.values(rest), path);
    if (typeof $ref !== 'string' || this.seen.has($ref)) return;
    this.seen.add($ref);
    this.walk(this.definition($ref), path);
  }

  private isDescribed({ description, $ref, allOf }: Node): boolean {
    if (description !== undefined) return true;
    const inner = [...(Array.isArray(allOf) ? (allOf as Node[]) : []), this.definition($ref) ?? {}];
    return inner.some((node) => Object.keys(node).length > 0 && this.isDescribed(node));
  }

  private definition(ref: unknown): Node | undefined {
    return typeof ref === 'string' ? this.definitions[ref.split('/').at(-1) ?? ''] : undefined;
  }
}

test.each(Object.entries(published))('%s describes each of its fields', (_, one) => {
  expect(new Undescribed(JSON.parse(schemaText(one)) as Node).fields).toEqual([]);
});
