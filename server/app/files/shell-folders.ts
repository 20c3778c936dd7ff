import { LabPath, type ShellFolder } from '#contract/files.ts';
import type { LabId, ShellId } from '#contract/ids.ts';
import { asFault } from '#domain/fault.ts';
import { shownFolder } from '#domain/files/home.ts';
import type { Log } from '#ports/log.ts';
import type { TerminalHost } from '#ports/terminal-host.ts';
import type { LabBook } from '../labs/lab-book.ts';
import type { ScenarioLibrary } from '#ports/scenario-library.ts';
import { terminalPlace } from '../labs/terminal-place.ts';

/** Which shell of a lab. */
export interface ShellAsked {
  readonly lab: LabId;
  readonly terminal: string;
  readonly number: number;
}

export interface ShellFoldersParts {
  readonly book: LabBook;
  readonly library: ScenarioLibrary;
  readonly terminals: Pick<TerminalHost, 'folder'>;
  readonly log: Log;
  /** The shell that is open there. */
  readonly shellAt: (at: ShellAsked) => Promise<ShellId | undefined>;
}

const home: ShellFolder = { path: '~', shown: '~', is: 'home' };

/** The folders that shells are in: where files go that somebody sends to one. */
export class ShellFolders {
  private readonly parts: ShellFoldersParts;

  constructor(parts: ShellFoldersParts) {
    this.parts = parts;
  }

  /** The home where it cannot be told. Throws Fault `lab.not-found`, `lab.not-ready`, `terminal.not-found`. */
  async of(asked: ShellAsked, signal: AbortSignal): Promise<ShellFolder> {
    const { machine, user } = terminalPlace(this.parts, asked.lab, asked.terminal);
    const id = await this.parts.shellAt(asked);
    if (id === undefined) return home;
    try {
      const folder = await this.parts.terminals.folder(asked.lab, machine, { id, user }, signal);
      // A learner may be in a folder with any name; a path that a transfer would refuse is none to promise.
      const path = LabPath.safeParse(folder).data;
      if (path === undefined) return home;
      return { path, shown: shownFolder(path, user), is: 'current' };
    } catch (error) {
      signal.throwIfAborted();
      this.parts.log.info(
        { lab: asked.lab, shell: id, code: asFault(error).code },
        'folder of a shell not told',
      );
      return home;
    }
  }
}
