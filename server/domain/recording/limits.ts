/** In bytes of the files. */
export interface RecordingLimits {
  readonly perShell: number;
  readonly perAttempt: number;
  readonly all: number;
}

export const recordingLimits: RecordingLimits = {
  perShell: 16 * 1024 ** 2,
  perAttempt: 64 * 1024 ** 2,
  all: 1024 ** 3,
};

interface Sized<T> {
  readonly attempt: T;
  readonly bytes: number;
  /** Milliseconds since the epoch. */
  readonly changedAt: number;
}

/** The attempts whose recordings must go so that all fit into `limit`: the oldest first, and never one that is `kept`. */
export function tooOld<T>(recordings: readonly Sized<T>[], limit: number, kept: ReadonlySet<T>): T[] {
  let bytes = recordings.reduce((sum, recording) => sum + recording.bytes, 0);
  const gone: T[] = [];
  for (const recording of recordings.toSorted((a, b) => a.changedAt - b.changedAt)) {
    if (bytes <= limit) break;
    if (kept.has(recording.attempt)) continue;
    bytes -= recording.bytes;
    gone.push(recording.attempt);
  }
  return gone;
}
