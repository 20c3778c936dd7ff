/** Making a lab, making it anew, going back to a snapshot, putting it to rest and waking it take different times. */
export type StartKind = 'start' | 'reset' | 'undo' | 'pause' | 'resume';

/** One such piece of work that went well. Milliseconds. */
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
