import { isMap, isPair, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml';
import type { Document, Node, YAMLError } from 'yaml';
import type { z } from 'zod';
import type { FieldPath, FileFault } from './file-fault.ts';
import { type PlainIssue, plainIssues } from './plain-issues.ts';

type Locate = (path: FieldPath, message: string) => FileFault;

/** What can still be said about a file that does not fit its schema. */
export interface Misfit {
  /** Plain data, of whatever shape the author gave it. */
  readonly data: unknown;
  readonly issues: readonly PlainIssue[];
  readonly locate: Locate;
}

/** A parsed YAML file that still knows where each field stands. */
export type ReadYaml<T> =
  | { readonly ok: true; readonly value: T; readonly locate: Locate }
  | { readonly ok: false; readonly faults: FileFault[]; readonly misfit?: Misfit };

// Aliases let a small text grow without bound when it is expanded.
const maxAliases = 50;

/** Puts what a schema found into words. */
export type Tell = (issues: readonly z.core.$ZodIssue[], data: unknown) => PlainIssue[];

/** Parses one YAML document with a schema; gives all faults of the file at once. */
export function readYaml<S extends z.ZodType>(
  text: string,
  schema: S,
  tell: Tell = (issues) => plainIssues(issues),
): ReadYaml<z.infer<S>> {
  const lines = new LineCounter();
  const doc = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    strict: true,
    merge: false,
    logLevel: 'error',
  });
  const all = [...doc.errors, ...doc.warnings];
  const torn = all.filter(({ code }) => code !== 'DUPLICATE_KEY');
  const told = all.map((error) => errorFault(error, doc, lines));
  if (torn.length > 0) return { ok: false, faults: told };
  const plain = expand(doc);
  if ('message' in plain)
    return { ok: false, faults: [...told, { ...at(lines, plain.offset), message: plain.message }] };
  if (plain.data === null)
    return { ok: false, faults: [...told, { line: 1, column: 1, message: 'the file is empty' }] };
  const locate: Locate = (path, message) => ({
    ...at(lines, offsetOf(doc, path)),
    ...(path.length > 0 && { field: path.join('.') }),
    message,
  });
  const parsed = schema.safeParse(plain.data);
  if (parsed.success && told.length === 0) return { ok: true, value: parsed.data, locate };
  const issues = parsed.success ? [] : tell(parsed.error.issues, plain.data);
  return {
    ok: false,
    faults: [...told, ...issues.map(({ path, message }) => locate(path, message))],
    misfit: { data: plain.data, issues, locate },
  };
}

function errorFault({ code, message, pos }: YAMLError, doc: Document.Parsed, lines: LineCounter): FileFault {
  const path = code === 'DUPLICATE_KEY' ? keyAt(doc, pos[0]) : undefined;
  if (path === undefined) return { ...at(lines, pos[0]), message };
  const field = path.join('.');
  return { ...at(lines, pos[0]), field, message: `the field ${String(path.at(-1))} stands here twice` };
}

type Expanded =
  | { readonly data: unknown }
  | { readonly message: string; readonly offset: number | undefined };

/** Plain data without the document's own graph: aliases are copied, and what holds itself is refused. */
function expand(doc: Document.Parsed): Expanded {
  const refused = (message: string): Expanded => ({ message, offset: firstAlias(doc) });
  try {
    const data: unknown = doc.toJS({ maxAliasCount: maxAliases });
    // Throws on what holds itself.
    JSON.stringify(data);
    return { data };
  } catch (error) {
    // The library says so of aliases that grow without bound and of aliases without an anchor.
    if (error instanceof ReferenceError) return refused(error.message);
    if (error instanceof TypeError) return refused('an alias stands inside of what it repeats');
    if (error instanceof RangeError) return refused('the file is nested too deeply');
    throw error;
  }
}

function firstAlias(doc: Document.Parsed): number | undefined {
  let offset: number | undefined;
  visit(doc, {
    Alias: (_, alias) => {
      offset = alias.range?.[0];
      return visit.BREAK;
    },
  });
  return offset;
}

function at(lines: LineCounter, offset: number | undefined): { line?: number; column?: number } {
  if (offset === undefined) return {};
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
}

/** The path of the field whose name begins at an offset. */
function keyAt(doc: Document.Parsed, offset: number): FieldPath | undefined {
  let found: FieldPath | undefined;
  visit(doc, {
    Pair: (_, pair, ancestors) => {
      if ((pair.key as Node | null)?.range?.[0] !== offset) return undefined;
      found = pathOf([...ancestors, pair]);
      return visit.BREAK;
    },
  });
  return found;
}

function pathOf(ancestors: readonly unknown[]): FieldPath {
  return ancestors.flatMap((node, i): FieldPath => {
    if (isPair(node)) return [isScalar(node.key) ? String(node.key.value) : String(node.key)];
    return isSeq(node) ? [node.items.indexOf(ancestors[i + 1])] : [];
  });
}

/** Where a field begins: its key when there is one, else the nearest thing around it. */
function offsetOf(doc: Document.Parsed, path: FieldPath): number | undefined {
  for (let n = path.length; n > 0; n--) {
    const start = startOf(doc, path.slice(0, n));
    if (start !== undefined) return start;
  }
  return doc.contents?.range[0];
}

function startOf(doc: Document.Parsed, path: FieldPath): number | undefined {
  const last = path.at(-1);
  const parent = path.length > 1 ? doc.getIn(path.slice(0, -1), true) : doc.contents;
  if (isMap(parent)) {
    const pair = parent.items.findLast(({ key }) => String(key) === String(last));
    const start = (pair?.key as Node | undefined)?.range?.[0];
    if (start !== undefined) return start;
  }
  return (doc.getIn(path, true) as Node | undefined)?.range?.[0];
}
