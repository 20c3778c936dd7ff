import type { ShellOpened } from '#contract/events.ts';
import { Credit } from '#domain/terminal/credit.ts';
import type { ShellSize } from './shell-size.ts';
import type { Arrival } from './viewer.ts';

/** What may be on its way to one browser: enough for a fast line, little enough that Ctrl-C is seen at once. */
const viewerBytes = { high: 128 * 1024, low: 32 * 1024 };

/** A browser's place at a shell. */
export interface Seat {
  readonly credit: Credit;
  readonly writer: string | undefined;
  /** Of the shell, as this viewer knows it. */
  size: ShellSize;
  /** Called once with the screen, ahead of all output. */
  readonly opened: (shell: ShellOpened) => void;
  /** False until the screen was handed over: what comes meanwhile is kept in the tail. */
  seated: boolean;
}

export function newSeat(arrival: Arrival, opened: Seat['opened']): Seat {
  const credit = new Credit(viewerBytes.high, viewerBytes.low);
  return { credit, writer: arrival.writer, size: arrival, opened, seated: false };
}
