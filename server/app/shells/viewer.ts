import type { ShellId } from '#contract/ids.ts';
import type { ShellSize } from './shell-size.ts';

/** A browser that watches shells. Of each it hears output numbered without a gap, and at last perhaps its end. */
export interface Viewer {
  /** True once the browser has left for good. */
  readonly gone: boolean;
  output(shell: ShellId, seq: number, data: Uint8Array): void;
  /** All input of this viewer's writer up to `seq` has reached the shell. */
  accepted?(shell: ShellId, seq: number): void;
  /** The shell has another size than this viewer said last: somebody else's. */
  resized?(shell: ShellId, size: ShellSize): void;
  exited(shell: ShellId, exitCode: number | null): void;
}

/** How a browser comes to a shell, perhaps again. */
export interface Arrival extends ShellSize {
  /** The name under which it numbers what it types. */
  readonly writer?: string | undefined;
  /** What it has drawn already. */
  readonly seen?: { readonly shell: ShellId; readonly life: string; readonly seq: number } | undefined;
}
