import type { LabId } from '#contract/ids.ts';
import type { SnapshotCause, SnapshotView } from '#contract/snapshots.ts';
import type { MachineName } from './machines.ts';
import type { Run } from './run.ts';

export interface NewSnapshot {
  readonly cause: SnapshotCause;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly answered: boolean;
  readonly machines: readonly MachineName[];
}

/**
 * States of labs to go back to: the files of their machines that a learner works on, and what the cluster's etcd holds. They are
 * kept where no lab reaches them. What is put back is put into the machine that it came from and nowhere else, so that nobody gets
 * a right by it that was not there before. Throws Fault `engine.unreachable`, `engine.refused`, `deadline.passed`, `cancelled`.
 */
export interface LabSnapshots {
  /** Newest first. */
  list(lab: LabId): Promise<SnapshotView[]>;
  /**
   * Saves a running lab without disturbing it; older snapshots of it make room, so that `snapshotLimits` hold. Throws also Fault
   * `snapshot.too-large`, `snapshot.failed` and `disk.full`; nothing is then kept of it.
   */
  save(lab: LabId, snapshot: NewSnapshot, signal: AbortSignal): Promise<SnapshotView>;
  /**
   * Puts the machines back and boots each anew, whatever runs there or does not. Their programs are starting when it resolves.
   * Doing it again after it was cut short is the same as once. Throws also Fault `snapshot.not-found` and `snapshot.failed`.
   */
  restore(lab: LabId, id: number, run: Run): Promise<SnapshotView>;
  /** Forgets all snapshots of a lab. Forgetting twice is the same as once. */
  forget(lab: LabId): Promise<void>;
  /** Forgets what belongs to no lab of these. */
  keepOnly(labs: readonly LabId[]): Promise<void>;
}
