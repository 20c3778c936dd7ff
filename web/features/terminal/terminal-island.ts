import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { Unicode11Addon } from '@xterm/addon-unicode11';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { WebglAddon } from '@xterm/addon-webgl';
import { Terminal } from '@xterm/xterm';
import type { LabId } from '#contract/ids.ts';
import { onThemeChange } from '../../app/use-theme.ts';
import { copyText } from '../../ui/copy-text.ts';
import { ShellLink, type ShellState, type TerminalSocket } from './shell-link.ts';
import { takesInput } from './shell-state.ts';
import { isOfThePage, keyAction } from './terminal-keys.ts';
import { terminalTheme } from './terminal-theme.ts';

const fitPauseMs = 60;

export interface IslandOptions {
  fontSize: number;
  screenReader: boolean;
  onState: (state: ShellState) => void;
  onFocus: () => void;
  onSearch: () => void;
}

/** A terminal on the page, apart from React: made, attached to an element, disposed. */
export class TerminalIsland {
  readonly #term: Terminal;
  readonly #fit = new FitAddon();
  readonly #search = new SearchAddon();
  readonly #link: ShellLink;
  readonly #options: IslandOptions;
  readonly #undo: (() => void)[] = [];
  #fitTimer: ReturnType<typeof setTimeout> | undefined;
  #started = false;

  constructor(socket: TerminalSocket, of: { lab: LabId; terminal: string }, options: IslandOptions) {
    this.#options = options;
    this.#term = new Terminal({
      allowProposedApi: true,
      cursorBlink: !window.matchMedia('(prefers-reduced-motion: reduce)').matches,
      fontFamily: "'JetBrains Mono', ui-monospace, Menlo, Consolas, monospace",
      fontSize: options.fontSize,
      lineHeight: 1.25,
      minimumContrastRatio: 4.5,
      rightClickSelectsWord: false,
      screenReaderMode: options.screenReader,
      scrollback: 10_000,
      theme: terminalTheme(),
    });
    this.#link = new ShellLink(socket, of, this.#screen(), (state) => this.#state(state));
  }

  attach(host: HTMLElement): void {
    const term = this.#term;
    term.loadAddon(this.#fit);
    term.loadAddon(this.#search);
    term.loadAddon(new WebLinksAddon((_, uri) => window.open(uri, '_blank', 'noopener')));
    term.loadAddon(new Unicode11Addon());
    term.unicode.activeVersion = '11';
    term.open(host);
    this.#drawFast();
    term.onData((data) => this.#link.input(data));
    term.onBinary((data) => this.#link.input(data));
    term.onResize((size) => this.#link.resize(size));
    term.attachCustomKeyEventHandler((event) => this.#key(event));
    this.#listen(host, 'focusin', () => this.#options.onFocus());
    this.#listen(host, 'contextmenu', (event) => this.#pasteByMouse(event));
    this.#undo.push(onThemeChange(() => (term.options.theme = terminalTheme())));
    // A pane that was hidden gets its size only when it is shown, and its shell begins then.
    const watcher = new ResizeObserver(() => this.#refit());
    watcher.observe(host);
    this.#undo.push(() => watcher.disconnect());
  }

  dispose(): void {
    clearTimeout(this.#fitTimer);
    this.#link.dispose();
    for (const undo of this.#undo.splice(0)) undo();
    this.#term.dispose();
  }

  focus(): void {
    this.#term.focus();
  }

  /** Puts text at the prompt as if it had been typed; the learner presses Enter. */
  type(text: string): void {
    this.#term.paste(text);
    this.#term.focus();
  }

  /** As `type`, and presses Enter. More than one line goes in as one paste, so that none is taken for an answer to the one before. */
  run(text: string): void {
    this.type(text);
    this.#link.input('\r');
  }

  /** Sends a key that the device's keyboard lacks. */
  press(sequence: string): void {
    this.#link.input(sequence);
    this.#term.focus();
  }

  restart(): void {
    this.#link.open();
    this.#term.focus();
  }

  setFontSize(size: number): void {
    this.#term.options.fontSize = size;
    this.#refit();
  }

  setScreenReader(on: boolean): void {
    this.#term.options.screenReaderMode = on;
  }

  find(text: string, back = false): boolean {
    if (text === '') {
      this.#search.clearDecorations();
      return true;
    }
    return back ? this.#search.findPrevious(text) : this.#search.findNext(text);
  }

  #screen() {
    const term = this.#term;
    return {
      size: () => ({ cols: term.cols, rows: term.rows }),
      repaint: (screen: string) => {
        term.reset();
        term.write(screen);
      },
      write: (data: Uint8Array, drawn: () => void) => term.write(data, drawn),
    };
  }

  #state(state: ShellState): void {
    this.#term.options.disableStdin = !takesInput(state);
    this.#options.onState(state);
  }

  #refit(): void {
    clearTimeout(this.#fitTimer);
    this.#fitTimer = setTimeout(() => {
      const size = this.#fit.proposeDimensions();
      if (size === undefined || !(size.cols >= 2) || !(size.rows >= 2)) return;
      this.#fit.fit();
      if (this.#started) return;
      this.#started = true;
      this.#link.open();
    }, fitPauseMs);
  }

  /** WebGL where the browser has it. When its context is lost, xterm goes on with the DOM. */
  #drawFast(): void {
    try {
      const webgl = new WebglAddon();
      webgl.onContextLoss(() => webgl.dispose());
      this.#term.loadAddon(webgl);
    } catch {
      return; // Without WebGL 2 the DOM renderer, already in place, draws.
    }
  }

  /** False keeps the key from the shell. */
  #key(event: KeyboardEvent): boolean {
    if (isOfThePage(event)) return false;
    const action = keyAction(event);
    if (action === undefined) return true;
    // Pasting stays with the browser, which needs no permission for it.
    if (action !== 'paste') event.preventDefault();
    if (event.type !== 'keydown') return false;
    if (action === 'copy' && this.#term.hasSelection()) void copyText(this.#term.getSelection());
    if (action === 'search') this.#options.onSearch();
    return false;
  }

  #pasteByMouse(event: Event): void {
    // Absent on plain HTTP from another machine: the browser's own menu offers to paste then.
    if (!('clipboard' in navigator) || !window.isSecureContext) return;
    event.preventDefault();
    void navigator.clipboard.readText().then(
      (text) => this.#term.paste(text),
      () => this.#term.focus(),
    );
  }

  #listen(host: HTMLElement, type: string, run: (event: Event) => void): void {
    host.addEventListener(type, run);
    this.#undo.push(() => host.removeEventListener(type, run));
  }
}
