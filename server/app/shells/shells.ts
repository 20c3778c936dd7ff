import type { ShellOpened } from '#contract/events.ts';
import { type LabId, type ShellId, Slug } from '#contract/ids.ts';
import type { OpenShells } from '#contract/open-shells.ts';
import { Fault } from '#domain/fault.ts';
import type { ScenarioLibrary } from '#ports/scenario-library.ts';
import type { ShellRecord } from '#ports/shell-store.ts';
import { notReady } from '../labs/gradings.ts';
import type { LabBook } from '../labs/lab-book.ts';
import type { Shell } from './shell.ts';
import type { ShellSize } from './shell-size.ts';
import type { Arrival, Viewer } from './viewer.ts';
import { type OpenerParts, ShellOpener, type Wanted } from './shell-opener.ts';
import { ShellUpkeep } from './shell-upkeep.ts';

export interface ShellsParts extends OpenerParts {
  readonly book: LabBook;
  readonly library: ScenarioLibrary;
  /** A shell of the lab was opened or has ended. */
  readonly onChanged?: (lab: LabId) => void;
}

type Replaces = NonNullable<ShellOpened['replaces']>;

interface Entry extends Pick<Wanted, 'lab' | 'terminal' | 'number'> {
  readonly key: string;
  readonly stop: AbortController;
  readonly shell: Promise<Shell>;
}

export interface OpenRequest extends Arrival {
  readonly lab: LabId;
  readonly terminal: string;
  /** Which of the shells on this terminal; the first when absent. */
  readonly number?: number;
}

const limits = { perLab: 24, inAll: 64 };

/** The shells of all labs: one per lab, terminal and number, kept by the server, however many browsers watch. */
export class Shells {
  private readonly parts: ShellsParts;
  private readonly opener: ShellOpener;
  private readonly upkeep: ShellUpkeep;
  private readonly entries = new Map<string, Entry>();
  private readonly byId = new Map<ShellId, Shell>();
  /** Shells of an earlier server that nobody has asked for since. */
  private readonly earlier = new Map<string, ShellRecord>();
  /** What became of the shell that was here before, until a browser was told. */
  private readonly became = new Map<string, Replaces>();

  constructor(parts: ShellsParts) {
    this.parts = parts;
    this.opener = new ShellOpener(parts);
    const shells = (): Iterable<Shell> => this.byId.values();
    this.upkeep = new ShellUpkeep({ ...parts, shells, onIdle: (shell) => this.endIdle(shell) });
  }

  /** Remembers the shells that an earlier server left, and begins to look after those that come. */
  start(): void {
    const { book, shellStore } = this.parts;
    for (const record of shellStore.all()) {
      if (book.store.get(record.lab)?.state === 'ready') this.earlier.set(keyOf(record), record);
      else shellStore.remove(record.id);
    }
    this.upkeep.start();
  }

  /**
   * Attaches a browser to the shell of a terminal, opening it when there is none. Throws Fault `lab.not-ready`,
   * `terminal.not-found`, `terminal.limit`, or what the engine says.
   */
  async open(
    { lab, terminal, number = 1, ...arrival }: OpenRequest,
    viewer: Viewer,
    opened: (shell: ShellOpened) => void,
  ): Promise<void> {
    const record = this.parts.book.get(lab);
    if (record.state !== 'ready') throw notReady(record.state);
    const wanted = this.wanted(record.scenario, { lab, terminal, number });
    const entry = this.entries.get(keyOf(wanted)) ?? this.begin(wanted, arrival);
    const shell = await entry.shell;
    // A browser that has gone meanwhile must not take a seat that nobody would give back.
    if (viewer.gone) return;
    const replaces = this.became.get(entry.key);
    this.became.delete(entry.key);
    shell.attach(viewer, arrival, (answer) =>
      opened(replaces === undefined ? answer : { ...answer, replaces }),
    );
  }

  /** The shell of that id, if this viewer watches it. Nobody types into a shell that he does not see. */
  watched(id: ShellId, viewer: Viewer): Shell | undefined {
    const shell = this.byId.get(id);
    return shell?.isWatchedBy(viewer) === true ? shell : undefined;
  }

  /** The shell that is open there, or was when an earlier server ended. Waits for one that is just being opened. */
  async at(place: Pick<Wanted, 'lab' | 'terminal' | 'number'>): Promise<ShellId | undefined> {
    const entry = this.entries.get(keyOf(place));
    if (entry === undefined) return this.earlier.get(keyOf(place))?.id;
    return (await entry.shell.catch(() => undefined))?.id;
  }

  /** The shells of a lab that are open, or are just being opened, in whichever browser. */
  list(lab: LabId): OpenShells['shells'] {
    const all = [...this.entries.values(), ...this.earlier.values()].filter((shell) => shell.lab === lab);
    return all
      .map(({ terminal, number }) => ({ terminal: Slug.parse(terminal), number }))
      .toSorted((a, b) => a.terminal.localeCompare(b.terminal) || a.number - b.number);
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
    for (const key of this.became.keys()) if (key.startsWith(`${lab}/`)) this.became.delete(key);
    for (const [key, record] of this.earlier) {
      if (record.lab !== lab) continue;
      // Its machine is about to go, and the shell with it.
      this.parts.shellStore.remove(record.id);
      this.earlier.delete(key);
    }
    const entries = [...this.entries.values()].filter((entry) => entry.lab === lab);
    await this.stopAll(entries, (shell) => shell.end());
  }

  /** Lets go of all shells; those that last are found again by the next server. Never rejects. */
  async close(): Promise<void> {
    await this.upkeep.close();
    await this.stopAll([...this.entries.values()], (shell) => shell.release());
  }

  private wanted(scenario: string, at: Pick<Wanted, 'lab' | 'terminal' | 'number'>): Wanted {
    const terminals = this.parts.library.get(scenario)?.scenario.terminals;
    const place = terminals?.find(({ id }) => id === at.terminal);
    if (place !== undefined) return { ...at, on: place.on, user: place.user };
    throw new Fault('terminal.not-found', `The lab has no terminal ${at.terminal}.`, {
      remedy: 'Reload the page.',
    });
  }

  private begin(wanted: Wanted, size: ShellSize): Entry {
    const key = keyOf(wanted);
    const earlier = this.earlier.get(key);
    if (earlier === undefined) this.limit(wanted.lab);
    this.earlier.delete(key);
    const stop = new AbortController();
    const shell = this.bring(wanted, earlier, size, stop.signal, () => this.forget(entry));
    const { lab, terminal, number } = wanted;
    const entry: Entry = { key, lab, terminal, number, stop, shell };
    this.entries.set(key, entry);
    this.parts.onChanged?.(lab);
    // A shell that did not come about leaves the place to the next try; whoever asked gets the reason.
    shell.catch(() => {
      this.forget(entry);
      // An engine that could not be asked may still hold the shell of before.
      if (earlier !== undefined && !stop.signal.aborted) this.earlier.set(key, earlier);
    });
    return entry;
  }

  private async bring(
    wanted: Wanted,
    earlier: ShellRecord | undefined,
    size: ShellSize,
    stop: AbortSignal,
    onEnd: () => void,
  ): Promise<Shell> {
    const ended = (id: ShellId): void => {
      this.byId.delete(id);
      onEnd();
    };
    const found = earlier && (await this.opener.resume(earlier, size, stop, ended));
    if (earlier !== undefined && found === undefined) this.became.set(keyOf(wanted), 'lost');
    const shell = found ?? (await this.opener.open(wanted, size, stop, ended));
    if (!shell.over) this.byId.set(shell.id, shell);
    return shell;
  }

  private limit(lab: LabId): void {
    const open = [...this.entries.values(), ...this.earlier.values()];
    const inLab = open.filter((shell) => shell.lab === lab).length;
    if (inLab >= limits.perLab) throw full(`The lab has ${limits.perLab} shells already.`);
    if (open.length >= limits.inAll) throw full(`There are ${limits.inAll} shells already.`);
  }

  private async endIdle(shell: Shell): Promise<void> {
    for (const entry of this.entries.values()) {
      if ((await entry.shell.catch(() => undefined)) !== shell) continue;
      this.became.set(entry.key, 'idle');
      this.parts.log.info({ lab: entry.lab, shell: shell.id }, 'shell was idle for too long');
      await this.stopAll([entry], (idle) => idle.end());
    }
  }

  private forget(entry: Entry): void {
    if (this.entries.get(entry.key) !== entry) return;
    this.entries.delete(entry.key);
    this.parts.onChanged?.(entry.lab);
  }

  private async stopAll(entries: readonly Entry[], how: (shell: Shell) => Promise<void>): Promise<void> {
    for (const entry of entries) {
      entry.stop.abort(labEnds());
      // Whoever opens the terminal from now on gets a new shell, not one that is about to end.
      this.forget(entry);
    }
    const shells = await Promise.allSettled(entries.map((entry) => entry.shell));
    // A shell that never came about needs no end: whoever asked for it was told.
    const open = shells.flatMap((shell) => (shell.status === 'fulfilled' ? [shell.value] : []));
    for (const ended of await Promise.allSettled(open.map(how))) {
      if (ended.status === 'rejected') this.parts.log.warn({ err: ended.reason }, 'shell could not be ended');
    }
  }
}

const keyOf = ({ lab, terminal, number }: Pick<Wanted, 'lab' | 'terminal' | 'number'>): string =>
  `${lab}/${terminal}/${number}`;

const full = (message: string): Fault =>
  new Fault('terminal.limit', message, { remedy: 'Close one with "exit".' });

const labEnds = (): Fault =>
  new Fault('cancelled', 'The lab was stopped or reset.', { remedy: 'Open the terminal again.' });
