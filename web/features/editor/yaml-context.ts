/** Where in a YAML document somebody is writing, found from the lines alone: what is being written cannot be parsed yet. */
export interface YamlContext {
  /** Keys and `[]` from the top of the document to the map that the cursor is in. */
  readonly path: readonly string[];
  /** The key whose value is being written; absent while a key is. */
  readonly key?: string;
  /** What stands before the cursor of the key or value. */
  readonly typed: string;
  /** Keys that the same map has above. */
  readonly siblings: ReadonlySet<string>;
  readonly apiVersion: string;
  readonly kind: string;
  /** Column at which keys of this map begin. */
  readonly column: number;
}

interface Line {
  /** Columns of the dashes before the key. */
  readonly dashes: readonly number[];
  readonly column: number;
  readonly key: string | undefined;
  readonly value: string;
}

function read(text: string): Line | undefined {
  const [, space = '', marks = '', rest = ''] = /^( *)((?:- +)*)(.*)$/.exec(text.replace(/\t/g, ' ')) ?? [];
  if (rest === '' && marks === '') return undefined;
  if (rest.startsWith('#')) return undefined;
  const dashes = [...marks.matchAll(/-/g)].map(({ index }) => space.length + index);
  const pair = /^(["']?)([\w./-]+)\1:(?:\s+(.*)|\s*)$/.exec(rest);
  const column = space.length + marks.length;
  return { dashes, column, key: pair?.[2], value: pair === null ? rest : (pair[3] ?? '') };
}

/** The cursor stands at the end of `before`, which is the whole text up to it. */
export function yamlContext(before: string, after = ''): YamlContext {
  const start = Math.max(before.lastIndexOf('\n---') + 1, 0);
  const end = after.search(/^---/m);
  const document = before.slice(start) + (end === -1 ? after : after.slice(0, end));
  const lines = before.slice(start).split('\n');
  const current = lines.pop() ?? '';
  const here = read(current) ?? { dashes: [], column: current.length, key: undefined, value: '' };
  const walk = new Walk(here);
  for (const line of lines.reverse().map(read))
    if (line !== undefined && !line.value.startsWith('---')) walk.up(line);
  const top = (name: string): string =>
    new RegExp(`^${name}: *["']?([\\w./-]+)`, 'm').exec(document)?.[1] ?? '';
  return {
    path: walk.path,
    ...(here.key === undefined ? {} : { key: here.key }),
    typed: here.value,
    siblings: walk.siblings,
    apiVersion: top('apiVersion'),
    kind: top('kind'),
    column: here.column,
  };
}

/** Goes up line by line and finds what each map and list belongs to. */
class Walk {
  readonly path: string[] = [];
  readonly siblings = new Set<string>();
  private column: number;
  /** Looking for the key of a list whose dashes stand in `column`. */
  private list = false;
  private first = true;

  constructor({ column, dashes }: Line) {
    this.column = column;
    this.enter(dashes);
  }

  up(line: Line): void {
    if (this.list) return this.upFromList(line);
    if (line.column === this.column && line.key !== undefined) {
      if (this.first) this.siblings.add(line.key);
      if (line.dashes.length > 0) this.enter(line.dashes);
    } else if (line.column < this.column) this.parent(line);
  }

  private upFromList(line: Line): void {
    const isItem = line.dashes.includes(this.column);
    if (!isItem && line.column <= this.column) this.parent(line);
  }

  private parent({ key, value, column, dashes }: Line): void {
    if (key === undefined || (value !== '' && !value.startsWith('#'))) return;
    this.first = false;
    this.path.unshift(key);
    this.column = column;
    this.list = false;
    this.enter(dashes);
  }

  private enter(dashes: readonly number[]): void {
    for (const dash of [...dashes].reverse()) {
      this.first = false;
      this.path.unshift('[]');
      this.column = dash;
      this.list = true;
    }
  }
}
