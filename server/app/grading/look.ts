import type { VerdictKind } from '#contract/grading.ts';
import type { CheckOf, CheckType, LeafCheck } from '#contract/scenario/checks.ts';
import { asFault } from '#domain/fault.ts';
import { clip, redact } from '#domain/grading/words.ts';
import type { Clock } from '#ports/clock.ts';
import type { CheckModule, Scene, Sight } from './check-module.ts';
import { moduleOf } from './check-types.ts';
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
  const finding = await lookWith(moduleOf(check.type), check, scene, clock);
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
