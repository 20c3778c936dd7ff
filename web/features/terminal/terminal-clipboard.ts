import type { Terminal } from '@xterm/xterm';
import { copyText } from '../../ui/copy-text.ts';
import { clipboardText } from './osc52.ts';
import { cleanPaste, type LargePaste, largePaste } from './paste-check.ts';
import { screenText } from './screen-text.ts';
import type { TerminalSettings } from './terminal-settings.ts';

/** What has to be answered by the learner before text goes in or out. */
export interface ClipboardQuestions {
  /** A paste that is worth a look first. */
  onLargePaste: (paste: LargePaste, text: string) => void;
  /** A program in the lab wants this text on the learner's clipboard. */
  onCopyWish: (text: string) => void;
}

/** Not on plain HTTP from another machine. */
const canRead = (): boolean => window.isSecureContext && 'clipboard' in navigator;

/** What goes between a terminal and the learner's clipboard. */
export class TerminalClipboard {
  readonly #term: Terminal;
  readonly #settings: () => TerminalSettings;
  readonly #questions: ClipboardQuestions;
  /** What kind of pointer was pressed last. */
  #pointer = '';

  constructor(term: Terminal, settings: () => TerminalSettings, questions: ClipboardQuestions) {
    this.#term = term;
    this.#settings = settings;
    this.#questions = questions;
  }

  /** Listens on the terminal's element until the signal comes. */
  attach(host: HTMLElement, signal: AbortSignal): void {
    // Ahead of xterm, which would paste without a look at what it pastes.
    host.addEventListener('paste', (event) => this.#pasted(event), { capture: true, signal });
    host.addEventListener('pointerdown', (event) => (this.#pointer = event.pointerType), { signal });
    host.addEventListener('contextmenu', (event) => this.#rightButton(event), { signal });
    host.addEventListener('mouseup', () => this.#selected(), { signal });
    const osc = this.#term.parser.registerOscHandler(52, (data) => this.#wished(data));
    signal.addEventListener('abort', () => osc.dispose());
  }

  /** False when nothing is selected. */
  copySelection(): boolean {
    const selected = this.#term.hasSelection();
    if (selected) void copyText(this.#term.getSelection());
    return selected;
  }

  /** Copies what is selected, else all that is on the screen: a finger selects nothing. Tells what, if anything. */
  async copyShown(): Promise<'selection' | 'screen' | undefined> {
    const selected = this.#term.hasSelection();
    const text = selected ? this.#term.getSelection() : screenText(this.#term);
    if (text === '' || !(await copyText(text))) return undefined;
    return selected ? 'selection' : 'screen';
  }

  /** Pastes what the learner has on the clipboard. False when the browser does not allow to read it. */
  async pasteRead(): Promise<boolean> {
    if (!canRead()) return false;
    try {
      this.paste(await navigator.clipboard.readText());
      return true;
    } catch {
      return false; // Refused: then it is asked for in another way.
    }
  }

  /** Pastes, after a question where the text is large and the learner wants to be asked. */
  paste(text: string): void {
    const clean = cleanPaste(text);
    const large = largePaste(clean, this.#term.modes.bracketedPasteMode);
    if (large !== undefined && this.#settings().askLargePaste) this.#questions.onLargePaste(large, clean);
    else this.#term.paste(clean);
  }

  #pasted(event: ClipboardEvent): void {
    event.preventDefault();
    event.stopPropagation();
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (text !== '') this.paste(text);
  }

  /** Copies what is selected, as other terminals do, and pastes where nothing is. */
  #rightButton(event: MouseEvent): void {
    // A finger that rests and the key for menus, which has no button, mean the menu: what is pasted by mistake may run.
    if (this.#pointer !== 'mouse' || event.button < 0) return;
    // A program that wants the mouse gets it; with Shift it is the terminal's again, as everywhere.
    if (this.#term.modes.mouseTrackingMode !== 'none' && !event.shiftKey) {
      event.preventDefault();
      return;
    }
    if (this.copySelection()) {
      event.preventDefault();
      this.#term.clearSelection();
      return;
    }
    // The browser's own menu offers to paste then.
    if (!canRead()) return;
    event.preventDefault();
    void navigator.clipboard.readText().then(
      (text) => this.paste(text),
      () => this.#term.focus(),
    );
  }

  #selected(): void {
    if (this.#settings().copyOnSelect) this.copySelection();
  }

  #wished(data: string): boolean {
    const text = clipboardText(data);
    const answer = this.#settings().clipboard;
    if (text === undefined || answer === 'refuse') return true;
    if (answer === 'ask') this.#questions.onCopyWish(text);
    else void this.#grant(text);
    return true;
  }

  /** A browser may want to see a click first: then the learner is asked after all. */
  async #grant(text: string): Promise<void> {
    if (!(await copyText(text))) this.#questions.onCopyWish(text);
  }
}
