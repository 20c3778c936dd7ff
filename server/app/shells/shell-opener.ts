import type { LabId, ShellId } from '#contract/ids.ts';
import type { Clock } from '#ports/clock.ts';
import type { Ids } from '#ports/ids.ts';
import type { Log } from '#ports/log.ts';
import type { ShellRecord, ShellStore } from '#ports/shell-store.ts';
import type { Pty, TerminalHost } from '#ports/terminal-host.ts';
import { Shell } from './shell.ts';
import type { ShellSize } from './shell-size.ts';
import type { HeardShell, ShellPlace } from './shell-listener.ts';

export interface OpenerParts {
  readonly terminals: TerminalHost;
  readonly shellStore: ShellStore;
  readonly ids: Ids;
  readonly clock: Clock;
  readonly log: Log;
  /** Told of every shell before its first output, to listen to it. */
  readonly onOpened?: (shell: HeardShell, place: ShellPlace) => void;
}

/** Where a shell is to be, and whose. */
export interface Wanted {
  readonly lab: LabId;
  readonly terminal: string;
  readonly number: number;
  readonly on: string;
  readonly user: string;
}

const openWithinMs = 20_000;

/** Brings shells about: new ones, and those that an earlier server has left. */
export class ShellOpener {
  private readonly parts: OpenerParts;

  constructor(parts: OpenerParts) {
    this.parts = parts;
  }

  /** A new shell. Rejects with what the engine says, or with the reason of `stop`. */
  async open(
    wanted: Wanted,
    size: ShellSize,
    stop: AbortSignal,
    onEnd: (id: ShellId) => void,
  ): Promise<Shell> {
    const { terminals, ids, clock, log, shellStore } = this.parts;
    const id = ids.shell();
    const options = { id, user: wanted.user, cols: size.cols, rows: size.rows };
    const pty = await terminals.open(wanted.lab, wanted.on, options, within(stop));
    await endIfStopped(pty, stop);
    if (pty.lasting) shellStore.insert({ ...wanted, id, openedAt: clock.now() });
    log.info({ lab: wanted.lab, shell: id, on: wanted.on, lasting: pty.lasting }, 'shell opened');
    return this.told(new Shell(id, pty, size, () => this.ended(id, wanted, onEnd)), wanted);
  }

  /** The shell of a record, with its screen. Undefined when it does not live any more. Rejects as `open`. */
  async resume(
    record: ShellRecord,
    size: ShellSize,
    stop: AbortSignal,
    onEnd: (id: ShellId) => void,
  ): Promise<Shell | undefined> {
    const { terminals, shellStore, ids, log } = this.parts;
    const { id, lab, on, user } = record;
    const before = shellStore.snapshot(id);
    const wanted = { id, user, from: before?.offset ?? 0 };
    const pty = await terminals.resume(lab, on, wanted, within(stop));
    if (pty === undefined) {
      shellStore.remove(id);
      log.info({ lab, shell: id }, 'shell was lost');
      return undefined;
    }
    await endIfStopped(pty, stop);
    log.info({ lab, shell: id, missed: pty.from - wanted.from }, 'shell found again');
    const shell = new Shell(id, pty, size, () => this.ended(id, record, onEnd), ids.shell(), before);
    return this.told(shell, record);
  }

  private told(shell: Shell, { lab, terminal, user }: Wanted): Shell {
    this.parts.onOpened?.(shell, { lab, terminal, user });
    return shell;
  }

  private ended(id: ShellId, { lab }: Wanted, onEnd: (id: ShellId) => void): void {
    this.parts.shellStore.remove(id);
    onEnd(id);
    this.parts.log.info({ lab, shell: id }, 'shell ended');
  }
}

const within = (stop: AbortSignal): AbortSignal => AbortSignal.any([stop, AbortSignal.timeout(openWithinMs)]);

async function endIfStopped(pty: Pty, stop: AbortSignal): Promise<void> {
  if (!stop.aborted) return;
  await pty.kill();
  throw stop.reason;
}
