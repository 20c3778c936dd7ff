import type { Expectations } from '#contract/scenario/parts.ts';
import type { Vars } from '../scenario/draw-vars.ts';
import { evaluate } from './cel.ts';
import { listed, shown } from './words.ts';

/** What is bound in the expressions of a check, beside `vars`. */
export type Subject = { readonly self: unknown } | { readonly items: readonly unknown[] };

export interface Judged {
  readonly ok: boolean;
  readonly found: string;
  /** What is not right as a whole may earn a part of the points: how much, from 0 to 1. */
  readonly share?: number;
}

/** Are all expectations true of the subject? `found` tells those that are not, then what `show` gives. */
export function judgeExpectations(
  expectations: Expectations,
  subject: Subject,
  vars: Vars,
  show: string | undefined,
): Judged {
  const names = { ...subject, vars };
  const faults = expectations.flatMap(({ cel, say }) => {
    const { value, error } = { value: undefined, error: undefined, ...evaluate(cel, names) };
    if (value === true) return [];
    return [error === undefined ? `not so: ${say}` : `not so: ${say} (${error})`];
  });
  const seen = show === undefined ? undefined : evaluate(show, names);
  const value = seen === undefined || seen.error !== undefined ? undefined : `found ${shown(seen.value)}`;
  const tell = [...faults, ...(value === undefined ? [] : [value])];
  return { ok: faults.length === 0, found: tell.length === 0 ? 'as expected' : tell.join('; ') };
}

/** What expectations ask for, in the author's words. */
export function expectationWords(expectations: Expectations): string {
  return listed(expectations.map(({ say }) => say));
}
