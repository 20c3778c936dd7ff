/** Making a lab for the first time, making it anew and going back to a snapshot take different times. */
export type StartKind = 'start' | 'reset' | 'undo';

/** One start that went well. Milliseconds. */
export interface StartTimes {
  readonly totalMs: number;
  /** By the id of a step. */
  readonly steps: Readonly<Record<string, number>>;
}

/** How long starts took on this machine: kept, so that an estimate is learnt and never invented. */
export interface Durations {
  add(scenario: string, kind: StartKind, times: StartTimes, at: number): void;
  /** The newest few starts, newest first. */
  recent(scenario: string, kind: StartKind): StartTimes[];
}

/** So many starts of a scenario are remembered: enough for a median, few enough to follow a machine that changes. */
export const rememberedStarts = 9;
