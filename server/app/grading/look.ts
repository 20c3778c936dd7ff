import type { VerdictKind } from '#contract/grading.ts';
import type { CheckOf, CheckType, LeafCheck } from '#contract/scenario/checks.ts';
import { asFault } from '#domain/fault.ts';
import { clip, redact } from '#domain/grading/words.ts';
import type { Clock } from '#ports/clock.ts';
import type { CheckModule, Scene, Sight } from './check-module.ts';
import { moduleOf } from './check-types.ts';
import { forEachPod } from './each-pod.ts';
import { cannotTell } from './found.ts';
import { within } from './within.ts';

/** How one look at a check ended, in a learner's words. */
export interface Finding {
  readonly verdict: VerdictKind;
  readonly expected: string;
  readonly found: string;
  readonly probe: string | undefined;
  /** Of a check that fails: which part of its points is earned nevertheless, from 0 to 1. */
  readonly share?: number;
}

/** Looks at a check once. Whatever keeps it from seeing is `unknown`; rejects only when the signal aborts. */
export async function look(
  check: LeafCheck,
  scene: Scene,
  clock: Clock,
  secrets: readonly string[],
): Promise<Finding> {
  const finding = await lookAtEach(moduleOf(check.type), check, scene, clock);
  return {
    verdict: finding.verdict,
    expected: redact(finding.expected, secrets),
    found: clip(redact(finding.found, secrets), 600),
    probe: finding.probe && redact(finding.probe, secrets),
    ...(finding.share !== undefined && { share: finding.share }),
  };
}

/** The finding of a check that nobody looked at, and why. */
export function unseen(check: LeafCheck, reason: string): Finding {
  const expected = moduleOf(check.type).expected(check);
  return { verdict: 'unknown', expected, found: reason, probe: undefined };
}

/** Looks once for each Pod that the check may mean. All of them have to be as they should: the worst finding is the finding. */
async function lookAtEach<T extends CheckType, S>(
  module: CheckModule<T, S>,
  check: CheckOf<T>,
  scene: Scene,
  clock: Clock,
): Promise<Finding> {
  const each = await forEachPod(check, scene).catch((error: unknown) => {
    scene.signal.throwIfAborted();
    return cannotTell(asFault(error).message);
  });
  // The look itself tells better why there is nothing to look at.
  const checks = each.kind === 'missing' ? [check] : each.kind === 'found' ? each.value : [];
  const [first, ...others] = await Promise.all(checks.map((one) => lookWith(module, one, scene, clock)));
  if (first === undefined) {
    const reason = each.kind === 'unknown' ? each.reason : 'there is nothing to look at';
    const found = `could not be observed: ${reason}`;
    return { verdict: 'unknown', expected: module.expected(check), found, probe: undefined };
  }
  const bad = [first, ...others].filter(({ verdict }) => verdict !== 'pass');
  const worst = bad.find(({ verdict }) => verdict === 'fail') ?? bad[0];
  if (worst !== undefined) return { ...worst, expected: module.expected(check) };
  const count = others.length === 0 ? '' : ` (each of ${checks.length} times)`;
  return { ...first, expected: module.expected(check), found: `${first.found}${count}` };
}

async function lookWith<T extends CheckType, S>(
  module: CheckModule<T, S>,
  check: CheckOf<T>,
  scene: Scene,
  clock: Clock,
): Promise<Finding> {
  const expected = module.expected(check);
  const sight = await observe(module, check, scene, clock);
  const { probe } = sight;
  switch (sight.kind) {
    case 'missing':
      return { verdict: 'fail', expected, found: sight.found, probe };
    case 'unknown':
      return { verdict: 'unknown', expected, found: `could not be observed: ${sight.reason}`, probe };
    case 'seen': {
      const { ok, found, share } = module.judge(check, sight.seen, scene.vars);
      if (ok) return { verdict: 'pass', expected, found, probe };
      return { verdict: 'fail', expected, found, probe, ...(share !== undefined && { share }) };
    }
  }
}

type Outcome<S> = Sight<S> | { kind: 'unknown'; reason: string; probe: undefined };

async function observe<T extends CheckType, S>(
  module: CheckModule<T, S>,
  check: CheckOf<T>,
  scene: Scene,
  clock: Clock,
): Promise<Outcome<S>> {
  const ms = module.deadlineMs(check);
  try {
    const sight = await within(clock, ms, scene.signal, (signal) =>
      module.observe(check, { ...scene, signal }),
    );
    if (sight !== 'late') return sight;
    return { kind: 'unknown', reason: `no answer within ${Math.round(ms / 1000)} s`, probe: undefined };
  } catch (error) {
    scene.signal.throwIfAborted();
    return { kind: 'unknown', reason: asFault(error).message, probe: undefined };
  }
}
