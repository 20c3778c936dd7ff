import type { AttemptId, ShellId } from '#contract/ids.ts';

/** One file of a recording: the output of a shell, or what happened beside it. */
export type Track = ShellId | 'timeline';

export interface StoredRecording {
  readonly attempt: AttemptId;
  /** Of all its tracks. */
  readonly bytes: number;
  /** When something was last added; milliseconds since the epoch. */
  readonly changedAt: number;
  readonly tracks: readonly { readonly track: Track; readonly bytes: number }[];
}

/** Recordings of attempts, as lines of text. They outlive the server; nobody but its user may read them. */
export interface Recordings {
  /**
   * Makes a track ready for `append`, beginning it when there is none. What a process that ended in the middle of a line left is
   * removed. Returns the track's first line, without its newline, and its size.
   */
  open(
    attempt: AttemptId,
    track: Track,
  ): Promise<{ readonly firstLine: string | undefined; readonly bytes: number }>;
  /**
   * Adds whole lines, each with its newline. Calls for one track must not overlap.
   * @throws Fault `disk.full` when they cannot be stored; nothing may be added to that track before it was opened again.
   */
  append(attempt: AttemptId, track: Track, lines: string): Promise<void>;
  /** The whole lines of a track; undefined when there is no such track. */
  read(attempt: AttemptId, track: Track): Promise<string | undefined>;
  list(): Promise<StoredRecording[]>;
  /** Removing what is not there is no error. */
  remove(attempt: AttemptId): Promise<void>;
  /** Whether the learner wants to be recorded; true until somebody chose. */
  wanted(): Promise<boolean>;
  want(on: boolean): Promise<void>;
}
