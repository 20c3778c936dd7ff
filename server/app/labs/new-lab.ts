import type { Scenario } from '#contract/scenario/scenario.ts';
import { drawVars } from '#domain/scenario/draw-vars.ts';
import type { Clock } from '#ports/clock.ts';
import type { Ids } from '#ports/ids.ts';
import type { LabRecord } from '#ports/lab-store.ts';

export interface NewLabParts {
  readonly ids: Ids;
  readonly clock: Pick<Clock, 'now'>;
  /** What the values of an attempt are drawn from; never told to anyone. */
  readonly seed: () => string;
}

/** A lab that has been asked for, with values of its own. */
export function newLab({ ids, clock, seed }: NewLabParts, scenario: Scenario): LabRecord {
  return {
    id: ids.lab(),
    scenario: scenario.id,
    attempt: ids.attempt(),
    state: 'requested',
    wanted: 'ready',
    version: 1,
    createdAt: clock.now(),
    readyAt: undefined,
    vars: drawVars(scenario.vars, seed()),
    steps: [],
    problem: undefined,
  };
}
