import type { z } from 'zod';
import type { FieldPath } from './file-fault.ts';
import { type PlainIssue, plainIssues } from './plain-issues.ts';

/** A value that fits its schema because what did not fit was taken out or replaced. */
export interface SoundPart<T> {
  readonly value: T;
  /** Nothing but fields that nobody knows was taken out: the value says all that the author meant. */
  readonly isWhole: boolean;
  /** The fields at the top in which something did not fit. */
  readonly touched: ReadonlySet<string>;
  /** Where a part of the value stands in the author's file; undefined for what the author did not write. */
  original(path: FieldPath): FieldPath | undefined;
}

/** What takes the place of what does not fit. */
export interface StandIns {
  /** Of fields at the top. A field without one is left out. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** Of the entries of fields at the top that hold named entries. */
  readonly entries?: Readonly<Record<string, unknown>>;
}

/** Enough to get a value out of most files with a mistake or two in several places. */
const maxRounds = 8;

/**
 * Takes out of parsed data what does not fit its schema, as little as possible, so that the rest can be looked at too. Entries of
 * lists are removed; a field at the top that cannot do without its fault is replaced by its stand-in.
 */
export function soundPart<S extends z.ZodType>(
  data: unknown,
  schema: S,
  standIns: StandIns,
): SoundPart<z.infer<S>> | undefined {
  const surgery = new Surgery(data, standIns);
  for (let round = 0; round < maxRounds; round++) {
    const parsed = schema.safeParse(surgery.data);
    if (parsed.success) {
      const { isWhole, touched } = surgery;
      return { value: parsed.data, isWhole, touched, original: (path) => surgery.original(path) };
    }
    if (!surgery.mend(plainIssues(parsed.error.issues))) return undefined;
  }
  return undefined;
}

type Holder = Record<string, unknown>;

class Surgery {
  readonly data: unknown;
  readonly touched = new Set<string>();
  isWhole = true;
  private readonly replaced = new Set<string>();
  private readonly standIns: StandIns;
  /** For lists that have lost entries: where each of the others stood. */
  private readonly places = new Map<unknown, number[]>();

  constructor(data: unknown, standIns: StandIns) {
    // A copy in which nothing is shared: aliases of a file give the same object twice.
    this.data = JSON.parse(JSON.stringify(data));
    this.standIns = standIns;
  }

  mend(issues: readonly PlainIssue[]): boolean {
    if (typeof this.data !== 'object' || this.data === null || Array.isArray(this.data)) return false;
    const out = new Map<unknown[], Set<number>>();
    for (const issue of issues) this.cut(issue, this.data as Holder, out);
    for (const [list, gone] of out) this.remove(list, gone);
    return true;
  }

  original(path: FieldPath): FieldPath | undefined {
    if (this.replaced.has(String(path[0]))) return undefined;
    let node: unknown = this.data;
    return path.map((part) => {
      const places = this.places.get(node);
      node = (node as Holder | undefined)?.[part];
      return typeof part === 'number' ? (places?.[part] ?? part) : part;
    });
  }

  private cut({ path, surplus }: PlainIssue, root: Holder, out: Map<unknown[], Set<number>>): void {
    const nodes = nodesAlong(root, path);
    const last = path.at(-1);
    if (surplus) {
      delete (nodes[path.length - 1] as Holder)[String(last)];
      return;
    }
    this.isWhole = false;
    const top = String(path[0]);
    this.touched.add(top);
    if (path.length > 1 && this.replaceEntry(nodes[1], top, String(path[1]))) return;
    const at = path.findLastIndex((part, i) => typeof part === 'number' && Array.isArray(nodes[i]));
    if (at === -1) {
      this.replace(root, top);
      return;
    }
    const list = nodes[at] as unknown[];
    out.set(list, (out.get(list) ?? new Set()).add(path[at] as number));
  }

  private replace(root: Holder, top: string): void {
    this.replaced.add(top);
    const { fields } = this.standIns;
    if (Object.hasOwn(fields, top)) root[top] = structuredClone(fields[top]);
    else delete root[top];
  }

  private replaceEntry(entries: unknown, top: string, name: string): boolean {
    const standIn = this.standIns.entries?.[top];
    if (standIn === undefined || typeof entries !== 'object' || entries === null) return false;
    // What does not fit with its stand-in has a name that cannot be used.
    if ((entries as Holder)[name] === standIn) delete (entries as Holder)[name];
    else (entries as Holder)[name] = standIn;
    return true;
  }

  private remove(list: unknown[], gone: ReadonlySet<number>): void {
    const places = this.places.get(list) ?? list.map((_, i) => i);
    this.places.set(
      list,
      places.filter((_, i) => !gone.has(i)),
    );
    list.splice(0, list.length, ...list.filter((_, i) => !gone.has(i)));
  }
}

/** The value at each step of a path, from the root on. */
function nodesAlong(root: Holder, path: FieldPath): unknown[] {
  const nodes: unknown[] = [root];
  for (const part of path) nodes.push((nodes.at(-1) as Holder | undefined)?.[part]);
  return nodes;
}
