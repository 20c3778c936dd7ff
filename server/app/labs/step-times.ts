import type { LabId } from '#contract/ids.ts';
import type { OnStep } from '#contract/progress.ts';
import type { Log } from '#ports/log.ts';

/** Logs every finished step with the time it took. */
export function stepTimes(log: Log, lab: LabId): OnStep {
  const began = new Map<string, number>();
  return (step) => {
    if (step.phase === 'begin') began.set(step.id, step.at);
    if (step.phase !== 'end') return;
    const ms = step.at - (began.get(step.id) ?? step.at);
    log.info({ lab, step: step.id, ok: step.ok, ms }, 'step done');
  };
}
