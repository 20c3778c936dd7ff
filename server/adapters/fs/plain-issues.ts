import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

/** One mistake, in words, at one field. */
export interface PlainIssue {
  readonly path: readonly (string | number)[];
  readonly message: string;
  /** The field is one that nobody knows: without it the rest is as good as before. */
  readonly surplus?: true;
}

/** The mistakes of a parse, each at its own field. Of a union only the branch that the author most likely meant is told. */
export function plainIssues(issues: readonly Issue[], base: PlainIssue['path'] = []): PlainIssue[] {
  return issues.flatMap((issue): PlainIssue[] => {
    const path = [...base, ...issue.path.map((part) => (typeof part === 'number' ? part : String(part)))];
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        path: [...path, key],
        message: `there is no field ${key} here`,
        surplus: true,
      }));
    }
    if (issue.code === 'invalid_union' && issue.errors.length > 0) {
      const meant = issue.errors.toSorted((a, b) => cost(a) - cost(b))[0] ?? [];
      return plainIssues(meant, path);
    }
    if (issue.code === 'invalid_key') {
      return issue.issues.map(({ message }) => ({ path, message: `this name cannot be used: ${message}` }));
    }
    return [{ path, message: messageOf(issue) }];
  });
}

function messageOf(issue: Issue): string {
  if (issue.code === 'invalid_union')
    return issue.message.replace('Invalid discriminator value. Expected', 'use');
  if (issue.code !== 'invalid_type') return issue.message;
  const missing = issue.message.endsWith('received undefined');
  return missing ? `this field is missing: ${issue.expected} is expected` : issue.message;
}

// A branch that shares its keys with the value fits better than one that knows none of them.
function cost(issues: readonly Issue[]): number {
  return issues.reduce((sum, issue) => sum + costOf(issue), 0);
}

function costOf(issue: Issue): number {
  if (issue.code === 'unrecognized_keys') return 2 * issue.keys.length;
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return 1;
  return Math.min(...issue.errors.map(cost));
}
