import { isAlias, isMap, isScalar, isSeq, type Node, parseAllDocuments, type YAMLMap } from 'yaml';
import { type Field, fieldsOf, itemType, typeOfKind, valueType } from './kube-schema.ts';
import { inWords } from './yaml-completion.ts';

export interface Finding {
  readonly from: number;
  readonly to: number;
  readonly severity: 'error' | 'warning';
  readonly message: string;
}

const most = 200;

/** What is wrong with a YAML text: its form, and where its kind is known, its fields and types. */
export function lintYaml(text: string): Finding[] {
  const findings: Finding[] = [];
  for (const document of parseAllDocuments(text, { uniqueKeys: true })) {
    for (const { message, pos } of [...document.errors, ...document.warnings]) {
      const [said = message] = message.split(/ at line \d+/);
      findings.push({ from: pos[0], to: Math.max(pos[1], pos[0] + 1), severity: 'error', message: said });
    }
    if (!('contents' in document) || !isMap(document.contents)) continue;
    const root = document.contents;
    const type = typeOfKind(String(root.get('apiVersion') ?? ''), String(root.get('kind') ?? ''));
    if (type !== undefined) new Look(findings).node(root, { type, about: '', required: true, values: [] });
  }
  const end = Math.max(text.length, 1);
  return findings
    .slice(0, most)
    .map((one) => ({ ...one, from: Math.min(one.from, end - 1), to: Math.min(one.to, end) }));
}

class Look {
  private readonly findings: Finding[];

  constructor(findings: Finding[]) {
    this.findings = findings;
  }

  node(node: Node, field: Field): void {
    if (isAlias(node) || field.type === 'any') return;
    const item = itemType(field.type);
    const value = valueType(field.type);
    if (isScalar(node) && node.value === null) return;
    if (item !== undefined) return this.list(node, { ...field, type: item });
    if (value !== undefined) return this.map(node, { ...field, type: value });
    const fields = fieldsOf(field.type);
    if (fields !== undefined) return this.object(node, field.type, fields);
    this.scalar(node, field);
  }

  private list(node: Node, item: Field): void {
    if (!isSeq(node)) return this.say(node, `This has to be a list: every item begins with "- ".`);
    for (const one of node.items) this.node(one as Node, item);
  }

  private map(node: Node, value: Field): void {
    if (!isMap(node)) return this.say(node, `This has to be a map of ${inWords(value.type)}.`);
    for (const pair of node.items) if (pair.value !== null) this.node(pair.value as Node, value);
  }

  private object(node: Node, type: string, fields: ReadonlyMap<string, Field>): void {
    if (!isMap(node)) return this.say(node, `This has to be ${inWords(type)}: fields below, one a line.`);
    const names = keysOf(node);
    for (const { key, value } of node.items) {
      if (!isScalar(key)) continue;
      const name = String(key.value);
      const field = fields.get(name);
      if (field === undefined) this.say(key, unknownField(name, type, [...fields.keys()]));
      else if (value !== null) this.node(value as Node, field);
    }
    const missing = [...fields].filter(([name, { required }]) => required && !names.has(name));
    const first = node.items[0]?.key;
    if (missing.length > 0 && first !== undefined) {
      this.say(first as Node, `${type} lacks ${missing.map(([name]) => name).join(', ')}.`, 'warning');
    }
  }

  private scalar(node: Node, { type, values }: Field): void {
    if (!isScalar(node)) return this.say(node, `This has to be one value: ${inWords(type)}.`);
    const { value } = node;
    const kind = typeof value;
    const wrong =
      (type === 'boolean' && kind !== 'boolean') ||
      (type === 'integer' && !Number.isInteger(value)) ||
      (type === 'number' && kind !== 'number') ||
      (type === 'string' && kind !== 'string');
    if (wrong) {
      const quote = type === 'string' ? ` Put it in quotes: "${String(value)}".` : '';
      return this.say(node, `This has to be ${inWords(type)}, not ${kind}.${quote}`);
    }
    if (values.length > 0 && !values.includes(String(value)))
      this.say(node, `This is one of ${values.join(', ')}.`);
  }

  private say(node: Node, message: string, severity: Finding['severity'] = 'error'): void {
    const [from, to] = node.range ?? [0, 1];
    this.findings.push({ from, to: Math.max(to, from + 1), severity, message });
  }
}

const keysOf = (map: YAMLMap): Set<string> =>
  new Set(map.items.flatMap(({ key }) => (isScalar(key) ? [String(key.value)] : [])));

function unknownField(name: string, type: string, known: readonly string[]): string {
  const near = known.find((one) => one.toLowerCase() === name.toLowerCase() || distance(one, name) <= 2);
  return `${type} has no field ${name}.${near === undefined ? '' : ` Did you mean ${near}?`}`;
}

/** How many letters have to be changed, added or left out. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let a = 1; a <= one.length; a += 1) {
    const next = [a];
    for (let b = 1; b <= other.length; b += 1) {
      const change = (row[b - 1] ?? 0) + (one[a - 1] === other[b - 1] ? 0 : 1);
      next.push(Math.min(change, (row[b] ?? 0) + 1, (next[b - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
