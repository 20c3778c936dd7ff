import type { LabId } from '#contract/ids.ts';
import type { MachineName } from './machines.ts';

export interface LineTalkOptions {
  /** Of the start alone: a talk that has begun is ended by `close`. */
  readonly signal: AbortSignal;
  /** Bytes of UTF-8. A line that is longer ends the talk. */
  readonly maxLineBytes: number;
}

/** A program of a machine that reads and writes lines. It is trusted to end with its input: nothing else ends it. */
export interface LineTalk {
  /**
   * What the program writes to its standard output, line by line, each without its end; to be read once. Ends with the program or with
   * `close`, and at a line that is too long. What comes after the last line's end is no line.
   */
  readonly lines: AsyncIterable<string>;
  /** Rejects when the program no longer reads. The line must not hold the end of one. */
  say(line: string): Promise<void>;
  /** Ends the program's input and, soon after, the talk. Never rejects; doing it twice is the same as once. */
  close(): Promise<void>;
}

/** Programs of machines that are talked to for a while. */
export interface LineTalks {
  /** Starts argv as root. Throws `Fault` as `Machines.exec` does. */
  open(
    lab: LabId,
    machine: MachineName,
    argv: readonly string[],
    options: LineTalkOptions,
  ): Promise<LineTalk>;
}
