import { z } from 'zod';

/** Why a snapshot of a lab was taken. */
export const SnapshotCause = z.discriminatedUnion('kind', [
  /** `number`: which check of this lab it was, as far as snapshots tell; counts from 1. */
  z.strictObject({ kind: z.literal('check'), number: z.number().int().min(1) }),
  z.strictObject({ kind: z.literal('learner') }),
]);
export type SnapshotCause = z.infer<typeof SnapshotCause>;

/** Names a snapshot within its lab. Never given twice there. */
export const SnapshotId = z.number().int().min(1);

/** A state that a lab can go back to. */
export const SnapshotView = z.strictObject({
  id: SnapshotId,
  /** Milliseconds since the epoch. */
  at: z.number().int(),
  cause: SnapshotCause,
  /** As it is stored. */
  bytes: z.number().int().min(0),
  /** False where the API server of the cluster did not answer at that moment: whoever goes back there finds it so. */
  answered: z.boolean(),
});
export type SnapshotView = z.infer<typeof SnapshotView>;

export const UndoTo = z.strictObject({ snapshot: SnapshotId });
export type UndoTo = z.infer<typeof UndoTo>;
