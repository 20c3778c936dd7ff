import type { WatchedScreen } from '#contract/events.ts';
import type { ShellId } from '#contract/ids.ts';
import type { WatchedLab, WatchOver } from '#contract/watching.ts';
import { Fault } from '#domain/fault.ts';
import type { HeardShell } from '../shells/shell-listener.ts';
import { type GuestEars, GuestSeat } from './guest-seat.ts';

/** An open page of a guest. */
export interface GuestPage extends GuestEars {
  changed(lab: WatchedLab): void;
  /** The last word; nothing is said after it. */
  over(why: WatchOver): void;
}

export interface GuestLineParts {
  readonly page: GuestPage;
  /** A shell of the guest's lab. */
  find(shell: ShellId): HeardShell | undefined;
  mayType(): boolean;
  /** The page has gone. */
  closed(): void;
}

const seatsAtOnce = 12;

/** What one open page of a guest may do: look at shells of one lab, and type while the learner lets it. */
export class GuestLine {
  readonly page: GuestPage;
  private readonly parts: GuestLineParts;
  private readonly seats = new Map<ShellId, GuestSeat>();
  private ended = false;

  constructor(parts: GuestLineParts) {
    this.parts = parts;
    this.page = parts.page;
  }

  /** Looking again begins anew with the whole screen. Throws Fault `terminal.not-found`, `watch.limit`. */
  look(id: ShellId, opened: (screen: WatchedScreen) => void): void {
    const shell = this.shell(id);
    this.stop(id);
    if (this.seats.size >= seatsAtOnce) {
      throw new Fault('watch.limit', `You look at ${seatsAtOnce} terminals already.`, {
        remedy: 'Close one of them.',
      });
    }
    const seat = new GuestSeat(shell, this.page);
    this.seats.set(id, seat);
    seat.begin(opened);
  }

  stop(id: ShellId): void {
    this.seats.get(id)?.leave();
    this.seats.delete(id);
  }

  drawn(id: ShellId, bytes: number): void {
    this.seats.get(id)?.drawn(bytes);
  }

  /** Throws Fault `access.denied` while the learner does not let this guest type. */
  input(id: ShellId, data: string): void {
    const shell = this.shell(id);
    if (!this.seats.has(id)) throw noShell();
    if (!this.parts.mayType()) {
      throw new Fault('access.denied', 'You watch this lab and may not type into it.', {
        remedy: 'Ask the learner to let you type.',
      });
    }
    shell.input(data);
  }

  close(): void {
    if (this.ended) return;
    this.ended = true;
    for (const id of this.seats.keys()) this.stop(id);
    this.parts.closed();
  }

  private shell(id: ShellId): HeardShell {
    const shell = this.ended ? undefined : this.parts.find(id);
    if (shell === undefined) throw noShell();
    return shell;
  }
}

const noShell = (): Fault =>
  new Fault('terminal.not-found', 'There is no such terminal in this lab.', {
    remedy: 'It may have ended. Choose another.',
  });
