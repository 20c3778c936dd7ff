import type { Scenario } from '#contract/scenario/scenario.ts';

/** What a scenario gets wrong although each of its fields is well formed, and where it stands. */
export interface LawFault {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** A rule across the fields of one scenario; gives every breach. */
export type Law = (scenario: Scenario) => LawFault[];
