import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { VerdictKind } from '#contract/grading.ts';
import { GroupCheck } from '#contract/scenario/checks.ts';
import { verdictOf } from './verdicts.ts';

type How = 'allOf' | 'anyOf' | 'noneOf';

const ends = fc.array(fc.constantFrom<VerdictKind>('pass', 'fail', 'unknown'), {
  minLength: 1,
  maxLength: 5,
});
const hows: readonly How[] = ['allOf', 'anyOf', 'noneOf'];

/** The verdict of a group whose parts end like this. */
function grouped(how: How, verdicts: readonly VerdictKind[]): VerdictKind {
  const parts = verdicts.map((_, i) => ({
    id: `p${i}`,
    title: 'P',
    type: 'node.file',
    on: 'cp',
    path: '/x',
  }));
  const group = GroupCheck.parse({ id: 'group', title: 'G', [how]: parts });
  return verdictOf(group, Object.fromEntries(verdicts.map((verdict, i) => [`p${i}`, verdict])));
}

/** What logic says of a group when every part is known. */
const holds: Readonly<Record<How, (passed: readonly boolean[]) => boolean>> = {
  allOf: (passed) => passed.every(Boolean),
  anyOf: (passed) => passed.some(Boolean),
  noneOf: (passed) => !passed.some(Boolean),
};

/** Every way in which the unknown parts may turn out. */
function outcomes(verdicts: readonly VerdictKind[]): boolean[][] {
  return verdicts.reduce<boolean[][]>(
    (all, verdict) =>
      all.flatMap((known) =>
        verdict === 'unknown'
          ? [
              [...known, true],
              [...known, false],
            ]
          : [[...known, verdict === 'pass']],
      ),
    [[]],
  );
}

test.each(hows)('%s passes or fails exactly when no unknown part could change that', (how) => {
  fc.assert(
    fc.property(ends, (verdicts) => {
      const possible = new Set(outcomes(verdicts).map(holds[how]));
      const expected = possible.size > 1 ? 'unknown' : possible.has(true) ? 'pass' : 'fail';
      expect(grouped(how, verdicts)).toBe(expected);
    }),
  );
});

test('the order of parts changes no group', () => {
  fc.assert(
    fc.property(ends, fc.constantFrom(...hows), (verdicts, how) => {
      expect(grouped(how, verdicts.toReversed())).toBe(grouped(how, verdicts));
    }),
  );
});

test('none of them is the opposite of any of them, and as unknown', () => {
  const opposite = { pass: 'fail', fail: 'pass', unknown: 'unknown' } as const;
  fc.assert(
    fc.property(ends, (verdicts) => {
      expect(grouped('noneOf', verdicts)).toBe(opposite[grouped('anyOf', verdicts)]);
    }),
  );
});
