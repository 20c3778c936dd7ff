import type { z } from 'zod';
import { LeafCheck } from '#contract/scenario/checks.ts';
import type { FieldPath } from './file-fault.ts';
import { type PlainIssue, plainIssues } from './plain-issues.ts';

/**
 * The mistakes of a scenario. A check that names a type is no group, whatever else is wrong with it; the parser takes it for
 * one when it lacks a field, and would say that groups have no type.
 */
export function scenarioIssues(issues: readonly z.core.$ZodIssue[], data: unknown): PlainIssue[] {
  const told = plainIssues(issues);
  const mistaken = told.filter(
    ({ path, surplus }) => surplus && path.at(-1) === 'type' && path.includes('checks'),
  );
  return mistaken.reduce((rest, { path }) => asLeaf(rest, path.slice(0, -1), data), told);
}

function asLeaf(told: readonly PlainIssue[], at: FieldPath, data: unknown): PlainIssue[] {
  const parsed = LeafCheck.safeParse(valueAt(data, at));
  const others = told.filter(({ path }) => !at.every((part, i) => path[i] === part));
  return [...others, ...(parsed.success ? [] : plainIssues(parsed.error.issues, at))];
}

function valueAt(data: unknown, path: FieldPath): unknown {
  return path.reduce<unknown>((node, part) => (node as Record<string, unknown> | undefined)?.[part], data);
}
