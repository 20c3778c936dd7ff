import type { ShellOpened } from '#contract/events.ts';
import type { LabId, ShellId } from '#contract/ids.ts';
import { Fault } from '#domain/fault.ts';
import type { Ids } from '#ports/ids.ts';
import type { Log } from '#ports/log.ts';
import type { ScenarioLibrary } from '#ports/scenario-library.ts';
import type { Pty, TerminalHost } from '#ports/terminal-host.ts';
import { notReady } from '../labs/gradings.ts';
import type { LabBook } from '../labs/lab-book.ts';
import { Shell, type Size, type Viewer } from './shell.ts';
import type { HeardShell, ShellPlace } from './shell-listener.ts';

export interface ShellsParts {
  readonly book: LabBook;
  readonly library: ScenarioLibrary;
  readonly terminals: TerminalHost;
  readonly ids: Ids;
  readonly log: Log;
  /** Told of every shell before its first output, to listen to it. */
  readonly onOpened?: (shell: HeardShell, place: ShellPlace) => void;
}

/** Where a terminal is, and whose. */
interface Place {
  readonly terminal: string;
  readonly on: string;
  readonly user: string;
}

interface Entry {
  readonly key: string;
  readonly lab: LabId;
  readonly stop: AbortController;
  readonly shell: Promise<Shell>;
}

export interface OpenRequest extends Size {
  readonly lab: LabId;
  readonly terminal: string;
  /** Which of the shells on this terminal; the first when absent. */
  readonly number?: number;
}

const perLab = 10;
const openWithinMs = 20_000;

/** The shells of all labs: one per lab, terminal and number, kept by the server, however many browsers watch. */
export class Shells {
  private readonly parts: ShellsParts;
  private readonly entries = new Map<string, Entry>();
  private readonly byId = new Map<ShellId, Shell>();

  constructor(parts: ShellsParts) {
    this.parts = parts;
  }

  /**
   * Attaches a browser to the shell of a terminal, opening it when there is none. Throws Fault `lab.not-ready`,
   * `terminal.not-found`, `terminal.limit`, or what the engine says.
   */
  async open(
    { lab, terminal, number = 1, ...size }: OpenRequest,
    viewer: Viewer,
    opened: (shell: ShellOpened) => void,
  ): Promise<void> {
    const record = this.parts.book.get(lab);
    if (record.state !== 'ready') throw notReady(record.state);
    const key = `${lab}/${terminal}/${number}`;
    const entry = this.entries.get(key) ?? this.begin(key, lab, this.place(record.scenario, terminal), size);
    const shell = await entry.shell;
    // A browser that has gone meanwhile must not take a seat that nobody would give back.
    if (!viewer.gone) shell.attach(viewer, size, opened);
  }

  /** The shell of that id, if this viewer watches it. Nobody types into a shell that he does not see. */
  watched(id: ShellId, viewer: Viewer): Shell | undefined {
    const shell = this.byId.get(id);
    return shell?.isWatchedBy(viewer) === true ? shell : undefined;
  }

  /** A browser has gone: it no longer brakes anything. */
  leave(viewer: Viewer): void {
    for (const shell of this.byId.values()) shell.detach(viewer);
  }

  /** How many are open, those that are just being opened included. */
  get count(): number {
    return this.entries.size;
  }

  /** Ends all shells of a lab, also those that are just being opened. Never rejects. */
  async endLab(lab: LabId): Promise<void> {
    await this.endAll([...this.entries.values()].filter((entry) => entry.lab === lab));
  }

  /** Ends all shells of all labs. Never rejects. */
  async close(): Promise<void> {
    await this.endAll([...this.entries.values()]);
  }

  private place(scenario: string, terminal: string): Place {
    const place = this.parts.library.get(scenario)?.scenario.terminals.find(({ id }) => id === terminal);
    if (place !== undefined) return { terminal, on: place.on, user: place.user };
    throw new Fault('terminal.not-found', `The lab has no terminal ${terminal}.`, {
      remedy: 'Reload the page.',
    });
  }

  private begin(key: string, lab: LabId, place: Place, size: Size): Entry {
    const open = [...this.entries.values()].filter((entry) => entry.lab === lab).length;
    if (open >= perLab) {
      throw new Fault('terminal.limit', `The lab has ${perLab} shells already.`, {
        remedy: 'Close one with "exit".',
      });
    }
    const stop = new AbortController();
    const entry: Entry = {
      key,
      lab,
      stop,
      shell: this.connect(lab, place, size, stop.signal, () => this.forget(entry)),
    };
    this.entries.set(key, entry);
    // A shell that did not come about leaves the place to the next try; whoever asked gets the reason.
    entry.shell.catch(() => this.forget(entry));
    return entry;
  }

  private async connect(
    lab: LabId,
    place: Place,
    size: Size,
    stop: AbortSignal,
    onEnd: () => void,
  ): Promise<Shell> {
    const signal = AbortSignal.any([stop, AbortSignal.timeout(openWithinMs)]);
    const pty = await this.parts.terminals.open(lab, place.on, { user: place.user, ...size }, signal);
    if (stop.aborted) await this.drop(pty, stop.reason);
    const id = this.parts.ids.shell();
    this.parts.log.info({ lab, shell: id, on: place.on }, 'shell opened');
    const shell = new Shell(id, pty, size, () => {
      this.byId.delete(id);
      onEnd();
      this.parts.log.info({ lab, shell: id }, 'shell ended');
    });
    this.byId.set(id, shell);
    this.parts.onOpened?.(shell, { lab, terminal: place.terminal, user: place.user });
    return shell;
  }

  private async drop(pty: Pty, reason: unknown): Promise<never> {
    await pty.kill();
    throw reason;
  }

  private forget(entry: Entry): void {
    if (this.entries.get(entry.key) === entry) this.entries.delete(entry.key);
  }

  private async endAll(entries: readonly Entry[]): Promise<void> {
    for (const entry of entries) {
      entry.stop.abort(labEnds());
      // Whoever opens the terminal from now on gets a new shell, not one that is about to end.
      this.forget(entry);
    }
    const shells = await Promise.allSettled(entries.map((entry) => entry.shell));
    // A shell that never came about needs no end: whoever asked for it was told.
    const open = shells.flatMap((shell) => (shell.status === 'fulfilled' ? [shell.value] : []));
    for (const ended of await Promise.allSettled(open.map((shell) => shell.end()))) {
      if (ended.status === 'rejected') this.parts.log.warn({ err: ended.reason }, 'shell could not be ended');
    }
  }
}

const labEnds = (): Fault =>
  new Fault('cancelled', 'The lab was stopped or reset.', { remedy: 'Open the terminal again.' });
