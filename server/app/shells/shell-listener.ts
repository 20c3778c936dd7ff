import type { LabId, ShellId } from '#contract/ids.ts';
import type { ShellSize } from './shell-size.ts';

/** Hears everything of one shell, in order, without ever braking it. A listener must not throw. */
export interface ShellListener {
  /** Raw bytes; a character may be cut between two pieces. */
  output(data: Uint8Array): void;
  input(data: string): void;
  resized(size: ShellSize): void;
  ended(exitCode: number | null): void;
}

/** What the screen of a shell shows at one moment. */
export interface ScreenShot {
  /** Control sequences that paint it on a cleared terminal of that size. */
  readonly screen: string;
  /** What has been said and is not on that screen yet; it follows the screen. */
  readonly rest: Uint8Array;
  readonly size: ShellSize;
}

/** A shell as whoever only listens to it sees it. */
export interface HeardShell {
  readonly id: ShellId;
  readonly size: ShellSize;
  /** Returns what ends the listening. */
  listen(listener: ShellListener): () => void;
  /**
   * Calls back once, later, between two pieces of output: listeners have heard all that it shows and nothing of it comes again. With
   * `lines`, so many of the scrollback at most.
   */
  capture(done: (shot: ScreenShot) => void, lines?: number): void;
  input(data: string): void;
}

/** Where a shell that was opened is. */
export interface ShellPlace {
  readonly lab: LabId;
  /** The scenario's id of the terminal. */
  readonly terminal: string;
  readonly user: string;
}
