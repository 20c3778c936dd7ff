/** How much is kept of one lab. */
export interface SnapshotLimits {
  readonly count: number;
  /** Of all snapshots of a lab together, as they are stored. The newest is kept in any case. */
  readonly bytes: number;
  /** Of the files of one machine, before they are compressed. */
  readonly machineBytes: number;
  /** A larger file is neither saved nor put back. etcd's files are an exception. */
  readonly fileBytes: number;
}

const MiB = 1024 ** 2;

export const snapshotLimits: SnapshotLimits = {
  count: 5,
  bytes: 256 * MiB,
  machineBytes: 512 * MiB,
  fileBytes: 8 * MiB,
};

/** Those that have to go, of snapshots that are given newest first. */
export function beyondLimits<T extends { readonly bytes: number }>(
  snapshots: readonly T[],
  limits: Pick<SnapshotLimits, 'count' | 'bytes'>,
): T[] {
  let sum = 0;
  const first = snapshots.findIndex(({ bytes }, at) => {
    sum += bytes;
    return at > 0 && (at >= limits.count || sum > limits.bytes);
  });
  return first === -1 ? [] : snapshots.slice(first);
}
