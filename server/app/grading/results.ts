import type { CheckResult } from '#contract/grading.ts';
import type { GroupCheck } from '#contract/scenario/checks.ts';
import { worth } from '#domain/grading/score.ts';
import type { Verdicts } from '#domain/grading/verdicts.ts';
import { verdictOf } from '#domain/grading/verdicts.ts';
import { listed } from '#domain/grading/words.ts';
import { partsOf } from '#domain/scenario/checks-of.ts';
import type { PlannedCheck } from './grading-plan.ts';
import type { Finding } from './look.ts';

/** The result of a leaf check. Parts of groups and guards carry no points of their own. */
export function leafResult(planned: PlannedCheck, finding: Finding, tookMs: number): CheckResult {
  const { check, role, task, group } = planned;
  const possible = role === 'check' ? (check.points ?? 0) : 0;
  return {
    check: check.id,
    ...(task !== undefined && { task }),
    title: check.title,
    role,
    ...(group !== undefined && { parent: group.id }),
    verdict: finding.verdict,
    points: worth({ points: possible }, finding.verdict, group === undefined ? finding.share : 0),
    possible,
    expected: finding.expected,
    found: finding.found,
    ...(finding.verdict !== 'pass' && check.why !== undefined && { why: check.why }),
    ...(finding.probe !== undefined && { probe: finding.probe }),
    tookMs: Math.round(tookMs),
  };
}

const words = {
  allOf: 'all of these hold',
  anyOf: 'at least one of these holds',
  noneOf: 'none of these holds',
};

/** The result of a group whose parts all have theirs. */
export function groupResult(group: GroupCheck, task: string, parts: readonly CheckResult[]): CheckResult {
  const verdicts: Verdicts = Object.fromEntries(parts.map(({ check, verdict }) => [check, verdict]));
  const verdict = verdictOf(group, verdicts);
  const { how } = partsOf(group);
  const possible = group.points ?? 0;
  return {
    check: group.id,
    task,
    title: group.title,
    role: 'check',
    verdict,
    points: verdict === 'pass' ? possible : 0,
    possible,
    expected: `${words[how]}: ${parts.map(({ title }) => title).join('; ')}`,
    found: groupFound(how, parts),
    ...(verdict !== 'pass' && group.why !== undefined && { why: group.why }),
    tookMs: Math.max(0, ...parts.map(({ tookMs }) => tookMs)),
  };
}

function groupFound(how: 'allOf' | 'anyOf' | 'noneOf', parts: readonly CheckResult[]): string {
  const held = parts.filter(({ verdict }) => verdict === 'pass');
  const open = parts.filter(({ verdict }) => verdict === 'unknown');
  const blind = open.length === 0 ? '' : `; could not be observed: ${listed(open.map(({ title }) => title))}`;
  if (how !== 'allOf') {
    return `${held.length === 0 ? 'none holds' : `holds: ${listed(held.map(({ title }) => title))}`}${blind}`;
  }
  const broken = parts.filter(({ verdict }) => verdict === 'fail');
  if (broken.length === 0) return `${held.length} of ${parts.length} hold${blind}`;
  return `does not hold: ${listed(broken.map(({ title }) => title))}${blind}`;
}
