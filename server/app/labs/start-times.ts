import type { EstimateView } from '#contract/lab.ts';
import type { OnStep } from '#contract/progress.ts';
import type { LabId } from '#contract/ids.ts';
import { typical } from '#domain/lab/durations.ts';
import type { Clock } from '#ports/clock.ts';
import type { Durations, StartKind } from '#ports/durations.ts';
import type { Log } from '#ports/log.ts';

/** Measures the steps of one start: each is logged with the time it took, and all are kept when the start went well. */
export class StartTimer {
  /** The time of each finished step, in milliseconds. */
  readonly steps: Record<string, number> = {};
  readonly onStep: OnStep;

  constructor(log: Log, lab: LabId, clock: Clock) {
    const began = new Map<string, number>();
    this.onStep = (step) => {
      if (step.phase === 'begin') began.set(step.id, clock.elapsed());
      if (step.phase !== 'end') return;
      const now = clock.elapsed();
      const ms = Math.round(now - (began.get(step.id) ?? now));
      if (step.ok) this.steps[step.id] = ms;
      log.info({ lab, step: step.id, ok: step.ok, ms }, 'step done');
    };
  }
}

/** What earlier starts say about the next one; undefined where there were none. */
export function estimateOf(
  durations: Durations,
  scenario: string,
  kind: StartKind,
): EstimateView | undefined {
  const starts = durations.recent(scenario, kind);
  const whole = typical(starts.map(({ totalMs }) => totalMs));
  if (whole === undefined) return undefined;
  const ids = new Set(starts.flatMap(({ steps }) => Object.keys(steps)));
  const steps = [...ids].map((id) => {
    const times = starts.flatMap((start) => start.steps[id] ?? []);
    return [id, typical(times)?.ms ?? 0];
  });
  return { ...whole, steps: Object.fromEntries(steps) };
}
