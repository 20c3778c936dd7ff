import type { AttemptView } from '#contract/api.ts';
import type { GradeReport, HintText } from '#contract/grading.ts';
import type { AttemptId, LabId } from '#contract/ids.ts';
import type { LabState, Problem } from '#contract/lab.ts';
import type { Step } from '#contract/progress.ts';
import type { KeptAttempt } from '#domain/grading/attempt-view.ts';

/** A lab as it is kept. `wanted` is what the learner asked for; the reconciler makes it so. */
export interface LabRecord {
  readonly id: LabId;
  readonly scenario: string;
  readonly attempt: AttemptId;
  readonly state: LabState;
  readonly wanted: 'ready' | 'paused' | 'gone';
  readonly version: number;
  readonly createdAt: number;
  readonly readyAt: number | undefined;
  /** Since when its clock stands still: from the wish to pause it until it is ready again. */
  readonly pausedAt?: number | undefined;
  /** How long earlier pauses took since it became ready, in milliseconds. */
  readonly pausedMs?: number | undefined;
  /** While it is paused: when it is removed. Undefined: never. */
  readonly keptUntil?: number | undefined;
  readonly vars: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
  readonly problem: Problem | undefined;
  /** The snapshot that it goes back to, while it is `restoring`. */
  readonly undoTo?: number | undefined;
  /** What it was made of, as long as it is a spare: made ahead, without attempt, nobody's. */
  readonly spare?: string | undefined;
}

export type AttemptRecord = KeptAttempt;

/** What becomes of the attempt of a lab in the moment in which the lab changes. */
export interface AttemptChange {
  /** It ends, at this time in milliseconds since the epoch. One that has ended stays as it is. */
  readonly endedAt?: number;
  /** Its clock stood still for so many milliseconds more. */
  readonly pausedMs?: number;
}

/** What must survive a crash. Every method is one transaction. */
export interface LabStore {
  insert(lab: LabRecord, attempt: AttemptRecord): void;
  get(id: LabId): LabRecord | undefined;
  /** Keeps a spare: there is no attempt yet, only its future name. Spares that are gone are forgotten. */
  insertSpare(lab: LabRecord & { readonly spare: string }): void;
  /**
   * Makes a spare the lab of this attempt, and the attempt begin. Adds one to `version`; returns the new record. Throws Fault
   * `lab.not-found` when it is no spare, or none any more.
   */
  take(attempt: AttemptRecord, change: Pick<LabRecord, 'createdAt' | 'readyAt'>): LabRecord;
  /** Spares that are not gone, oldest first. */
  spares(): LabRecord[];
  /** Labs of learners that are not gone, oldest first. */
  active(): LabRecord[];
  /**
   * Changes fields, adds one to `version`, and changes the attempt of the lab: all of it or nothing, also when the server is killed.
   * Returns the new record. Throws Fault `lab.not-found`.
   */
  update(id: LabId, change: Partial<Omit<LabRecord, 'id' | 'version'>>, ofAttempt?: AttemptChange): LabRecord;
  addReport(attempt: AttemptId, report: GradeReport): void;
  /** The newest knowledge of every task since the lab was last made ready. */
  lastReport(lab: LabId): GradeReport | undefined;
  openHint(attempt: AttemptId, hint: HintText): void;
  hints(attempt: AttemptId): HintText[];
  /** Every attempt with its best points, newest first. Hints are already taken off. */
  attempts(): AttemptView[];
}
