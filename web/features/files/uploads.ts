import type { ShellFolder } from '#contract/files.ts';
import { askShellFolder } from '../../api/shell-folder.ts';
import type { TerminalPlace } from '../../ui/focused-terminal.ts';
import type { FileTaker } from '../../ui/pane-kind.ts';
import type { Transfers } from './transfers.ts';

/** Sends files into the folder that a shell is in, which is told before. */
export class Uploads implements FileTaker {
  readonly #lab: string;
  readonly #transfers: Pick<Transfers, 'upload'>;
  readonly #ask: typeof askShellFolder;
  /** What was said last about where files would go. */
  #told: { place: TerminalPlace; folder: ShellFolder } | undefined;

  constructor(lab: string, transfers: Pick<Transfers, 'upload'>, ask = askShellFolder) {
    this.#lab = lab;
    this.#transfers = transfers;
    this.#ask = ask;
  }

  folder(place: TerminalPlace): Promise<ShellFolder> {
    return this.#ask(this.#lab, place);
  }

  /** Asks where files would go, and keeps the answer for `told`. Undefined when nobody can say. */
  async announced(place: TerminalPlace): Promise<ShellFolder | undefined> {
    this.#told = undefined;
    const folder = await this.folder(place).catch(() => undefined);
    if (folder !== undefined) this.#told = { place, folder };
    return folder;
  }

  /** The folder that was announced for this shell. Once: a later upload asks anew. */
  told({ terminal, number }: TerminalPlace): ShellFolder | undefined {
    const told = this.#told;
    this.#told = undefined;
    return told?.place.terminal === terminal && told.place.number === number ? told.folder : undefined;
  }

  take(place: TerminalPlace, files: readonly File[], folder?: ShellFolder): void {
    if (folder !== undefined) this.#transfers.upload(place.terminal, files, folder);
    else void this.#askAndTake(place, files);
  }

  async #askAndTake(place: TerminalPlace, files: readonly File[]): Promise<void> {
    // A server that cannot say it now will say at the upload itself what is wrong.
    const folder = await this.folder(place).catch(() => undefined);
    this.#transfers.upload(place.terminal, files, folder);
  }
}
