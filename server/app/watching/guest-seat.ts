import type { WatchedScreen } from '#contract/events.ts';
import type { ShellId } from '#contract/ids.ts';
import { Credit } from '#domain/terminal/credit.ts';
import type { HeardShell, ScreenShot, ShellListener } from '../shells/shell-listener.ts';
import type { ShellSize } from '../shells/shell-size.ts';

/** What one guest hears of shells. */
export interface GuestEars {
  output(shell: ShellId, data: Uint8Array): void;
  screen(screen: WatchedScreen): void;
  resized(shell: ShellId, size: ShellSize): void;
  ended(shell: ShellId): void;
}

/** What may be on its way to one guest. */
const bytes = { high: 256 * 1024, low: 32 * 1024 };

/**
 * A guest in front of one shell. It never brakes the shell: a guest whose line is too slow misses output, and gets the screen as
 * it then is once the line is free.
 */
export class GuestSeat implements ShellListener {
  private readonly shell: HeardShell;
  private readonly ears: GuestEars;
  private readonly credit = new Credit(bytes.high, bytes.low);
  private unlisten: () => void = () => undefined;
  /** While true, output is not passed on: a screen follows. */
  private blind = true;
  private capturing = false;
  private left = false;

  constructor(shell: HeardShell, ears: GuestEars) {
    this.shell = shell;
    this.ears = ears;
  }

  /** Begins with the screen as it is. */
  begin(opened: (screen: WatchedScreen) => void): void {
    this.unlisten = this.shell.listen(this);
    this.capture(opened);
  }

  leave(): void {
    this.left = true;
    this.unlisten();
  }

  /** The guest has drawn so many bytes, those of screens included. */
  drawn(count: number): void {
    this.credit.drawn(count);
    if (this.blind && !this.credit.exhausted) this.capture((screen) => this.ears.screen(screen));
  }

  output(data: Uint8Array): void {
    if (this.blind) return;
    this.credit.sent(data.byteLength);
    this.ears.output(this.shell.id, data);
    if (this.credit.exhausted) this.blind = true;
  }

  input(): void {
    return; // What others type shows as far as the shell echoes it.
  }

  resized(size: ShellSize): void {
    if (!this.blind) this.ears.resized(this.shell.id, size);
  }

  ended(): void {
    this.ears.ended(this.shell.id);
  }

  private capture(then: (screen: WatchedScreen) => void): void {
    if (this.capturing) return;
    this.capturing = true;
    this.shell.capture((shot) => {
      this.capturing = false;
      if (this.left) return;
      this.blind = false;
      this.credit.sent(Buffer.byteLength(shot.screen) + shot.rest.byteLength);
      then(screenOf(this.shell.id, shot));
      // A screen that alone is more than may be on its way: what comes meanwhile waits for the next.
      if (this.credit.exhausted) this.blind = true;
    });
  }
}

function screenOf(shell: ShellId, { screen, rest, size }: ScreenShot): WatchedScreen {
  return { shell, cols: size.cols, rows: size.rows, screen, rest };
}
