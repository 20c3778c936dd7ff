import type { VerdictKind } from '#contract/grading.ts';
import type { Check } from '#contract/scenario/checks.ts';
import { isGroup, partsOf } from '../scenario/checks-of.ts';

/** How the leaf checks ended, by id. A check that is not there could not be observed. */
export type Verdicts = Readonly<Record<string, VerdictKind>>;

/** The verdict of a check or group. What decides a group decides it, whatever could not be observed beside it. */
export function verdictOf(check: Check, verdicts: Verdicts): VerdictKind {
  if (!isGroup(check)) return leafVerdict(check.id, verdicts);
  const { how, parts } = partsOf(check);
  const got = parts.map(({ id }) => leafVerdict(id, verdicts));
  const [deciding, otherwise] = rule[how];
  if (got.includes(deciding.seen)) return deciding.gives;
  return got.includes('unknown') ? 'unknown' : otherwise;
}

const rule = {
  allOf: [{ seen: 'fail', gives: 'fail' }, 'pass'],
  anyOf: [{ seen: 'pass', gives: 'pass' }, 'fail'],
  noneOf: [{ seen: 'pass', gives: 'fail' }, 'pass'],
} as const;

function leafVerdict(id: string, verdicts: Verdicts): VerdictKind {
  return (Object.hasOwn(verdicts, id) ? verdicts[id] : undefined) ?? 'unknown';
}
