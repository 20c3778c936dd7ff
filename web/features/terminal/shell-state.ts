import type { Problem } from '#contract/lab.ts';

/** Why there is no line to the server, as far as a page can tell. */
export type LineDown = 'reconnecting' | 'offline' | 'server-gone';

export type ShellState =
  | { kind: 'opening' }
  | {
      kind: 'open';
      /** Characters that were typed and could not be delivered; until something is typed again. */
      unsent?: number;
      /** The shell that was here before is gone: closed after long idleness, or lost with its machine. */
      replaces?: 'idle' | 'lost';
    }
  | {
      kind: 'lost';
      /** When the line was lost, in milliseconds since the epoch. */
      since: number;
      why: LineDown;
      /** Characters that are kept to be sent when the line is back. */
      waiting: number;
    }
  | { kind: 'exited'; exitCode: number | null }
  | { kind: 'refused'; problem: Problem };

/** Whether keys go anywhere: what is typed while there is no line is sent soon after, or said to be lost. */
export const takesInput = ({ kind }: ShellState): boolean =>
  kind === 'open' || kind === 'opening' || kind === 'lost';

/** Whether it says something that is over as soon as somebody types. */
export const isNotice = (state: ShellState | undefined): boolean =>
  state?.kind === 'open' && (state.unsent !== undefined || state.replaces !== undefined);
