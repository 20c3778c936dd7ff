import type { LabId, ShellId } from '#contract/ids.ts';

/** A shell that outlives the server, as it is kept. */
export interface ShellRecord {
  readonly id: ShellId;
  readonly lab: LabId;
  /** The scenario's id of the terminal. */
  readonly terminal: string;
  /** Which of the shells on that terminal. */
  readonly number: number;
  /** The machine that it runs on, and whose it is: as they were when it was opened. */
  readonly on: string;
  readonly user: string;
  readonly openedAt: number;
}

/** What a shell's terminal showed at one moment. */
export interface ShellSnapshot {
  /** The number of the first byte of output that it does not show. */
  readonly offset: number;
  readonly cols: number;
  readonly rows: number;
  /** Control sequences that paint it. */
  readonly screen: string;
  /** Bytes of a sequence that had begun and not ended; they follow the screen. */
  readonly pending: Uint8Array;
}

/** Shells that may have to be found again. Every method is one transaction. */
export interface ShellStore {
  insert(shell: ShellRecord): void;
  /** Forgets a shell and its snapshot. */
  remove(id: ShellId): void;
  /** Oldest first. */
  all(): ShellRecord[];
  /** Replaces the snapshot of a shell; does nothing for one that is not known. */
  keep(id: ShellId, snapshot: ShellSnapshot): void;
  /** Undefined where none was kept, or it cannot be read. */
  snapshot(id: ShellId): ShellSnapshot | undefined;
}
