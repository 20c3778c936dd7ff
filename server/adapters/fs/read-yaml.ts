import { isMap, LineCounter, parseDocument } from 'yaml';
import type { Document, Node } from 'yaml';
import type { z } from 'zod';
import { plainIssues } from './plain-issues.ts';

/** A fault of a file, with the place where it stands as an editor counts it. */
export interface FileFault {
  readonly line?: number;
  readonly column?: number;
  readonly field?: string;
  readonly message: string;
}

type Path = readonly (string | number)[];

/** A parsed YAML file that still knows where each field stands. */
export type ReadYaml<T> =
  | { readonly ok: true; readonly value: T; readonly locate: (path: Path, message: string) => FileFault }
  | { readonly ok: false; readonly faults: FileFault[] };

// Aliases let a small text grow without bound when it is expanded.
const maxAliases = 50;

/** Parses one YAML document with a schema; gives all faults of the file at once. */
export function readYaml<S extends z.ZodType>(text: string, schema: S): ReadYaml<z.infer<S>> {
  const lines = new LineCounter();
  const doc = parseDocument(text, { lineCounter: lines, prettyErrors: false, strict: true, merge: false });
  const broken = [...doc.errors, ...doc.warnings];
  if (broken.length > 0) {
    return { ok: false, faults: broken.map((e) => ({ ...at(lines, e.pos[0]), message: e.message })) };
  }
  const locate = (path: Path, message: string): FileFault => ({
    ...at(lines, offsetOf(doc, path)),
    ...(path.length > 0 && { field: path.join('.') }),
    message,
  });
  const plain = expand(doc);
  if (typeof plain === 'string') return { ok: false, faults: [{ message: plain }] };
  const parsed = schema.safeParse(plain.value);
  if (parsed.success) return { ok: true, value: parsed.data, locate };
  return {
    ok: false,
    faults: plainIssues(parsed.error.issues).map(({ path, message }) => locate(path, message)),
  };
}

function expand(doc: Document.Parsed): { value: unknown } | string {
  try {
    return { value: doc.toJS({ maxAliasCount: maxAliases }) };
  } catch (error) {
    // The library says so of too many aliases and of aliases without an anchor.
    if (error instanceof ReferenceError) return error.message;
    throw error;
  }
}

function at(lines: LineCounter, offset: number | undefined): { line?: number; column?: number } {
  if (offset === undefined) return {};
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
}

/** Where a field begins: its key when there is one, else the nearest thing around it. */
function offsetOf(doc: Document.Parsed, path: Path): number | undefined {
  const last = path.at(-1);
  const parent = path.length > 1 ? doc.getIn(path.slice(0, -1), true) : doc.contents;
  if (last !== undefined && isMap(parent)) {
    const pair = parent.items.find(({ key }) => String(key) === String(last));
    const start = (pair?.key as Node | undefined)?.range?.[0];
    if (start !== undefined) return start;
  }
  for (let n = path.length; n > 0; n--) {
    const start = (doc.getIn(path.slice(0, n), true) as Node | undefined)?.range?.[0];
    if (start !== undefined) return start;
  }
  return doc.contents?.range[0];
}
