import { Unicode11Addon } from '@xterm/addon-unicode11';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { WebglAddon } from '@xterm/addon-webgl';
import { Terminal } from '@xterm/xterm';
import type { LabId } from '#contract/ids.ts';
import { insertedText } from './inserted-text.ts';
import { asWanted, withCtrl } from '../../ui/touch-keys.ts';
import { typedAndAnswered } from '../../ui/typed-and-answered.ts';
import { cleanPaste } from './paste-check.ts';
import { ShellLink, type ShellState, type TerminalSocket } from './shell-link.ts';
import { isSameSize, type ScreenSize } from './shell-screen.ts';
import { takesInput } from './shell-state.ts';
import { type ClipboardQuestions, TerminalClipboard } from './terminal-clipboard.ts';
import { TerminalFind } from './terminal-find.ts';
import { TerminalFit } from './terminal-fit.ts';
import { isOfThePage, keyAction } from './terminal-keys.ts';
import { linkHovers, looks, onLooksChange, openLink } from './terminal-looks.ts';
import type { TerminalSettings } from './terminal-settings.ts';
import { terminalTheme } from './terminal-theme.ts';
import { touchScroll } from './touch-scroll.ts';

export interface IslandOptions extends ClipboardQuestions {
  settings: TerminalSettings;
  onState: (state: ShellState) => void;
  onFocus: () => void;
  onSearch: () => void;
  /** The title that the program has set. */
  onTitle: (title: string) => void;
  /** The address of the link under the mouse. */
  onLink: (address: string | undefined) => void;
  /** Copying was asked for with nothing selected. */
  onEmptyCopy: () => void;
  /** A key with the Ctrl of the key bar was typed: it is no longer held. */
  onCtrlUsed: () => void;
}

/** A terminal on the page, apart from React: made, attached to an element, disposed. */
export class TerminalIsland {
  readonly search = new TerminalFind();
  readonly clipboard: TerminalClipboard;
  readonly #term: Terminal;
  readonly #fit: TerminalFit;
  readonly #link: ShellLink;
  readonly #options: IslandOptions;
  readonly #gone = new AbortController();
  #settings: TerminalSettings;
  #host: HTMLElement | undefined;
  #started = false;
  #shown = false;
  #ctrlHeld = false;

  constructor(
    socket: TerminalSocket,
    of: { lab: LabId; terminal: string; number: number },
    options: IslandOptions,
  ) {
    this.#options = options;
    this.#settings = options.settings;
    this.#term = new Terminal({
      allowProposedApi: true,
      linkHandler: {
        activate: (_, uri) => openLink(uri),
        hover: (_, uri) => options.onLink(uri),
        leave: () => options.onLink(undefined),
      },
      macOptionClickForcesSelection: true,
      rightClickSelectsWord: false,
      scrollback: 10_000,
      ...looks(options.settings),
    });
    this.#fit = new TerminalFit(this.#term, () => this.#begin());
    this.clipboard = new TerminalClipboard(this.#term, () => this.#settings, options);
    this.#link = new ShellLink(socket, of, this.#screen(), (state) => this.#state(state));
  }

  attach(host: HTMLElement): void {
    const term = this.#term;
    const { signal } = this.#gone;
    this.#host = host;
    term.options.theme = terminalTheme(host);
    term.loadAddon(this.search.addon);
    this.search.within(host);
    term.loadAddon(new WebLinksAddon((_, uri) => openLink(uri), linkHovers(this.#options.onLink)));
    term.loadAddon(new Unicode11Addon());
    term.unicode.activeVersion = '11';
    term.open(host);
    this.#drawFast();
    typedAndAnswered(term, {
      typed: (data) => this.#typed(data),
      answered: (data) => this.#link.answer(data),
    });
    term.onBinary((data) => this.#link.input(data));
    // xterm tells more than the two, which the server would refuse.
    term.onResize(({ cols, rows }) => this.#link.resize({ cols, rows }));
    term.onTitleChange((title) => this.#options.onTitle(title));
    term.attachCustomKeyEventHandler((event) => this.#key(event));
    this.clipboard.attach(host, signal);
    onLooksChange(() => this.apply(this.#settings), signal);
    insertedText(host, (text) => this.#settings.screenReader && this.#link.input(text), signal);
    host.addEventListener('focusin', () => this.#options.onFocus(), { signal });
    touchScroll(host, term, signal);
    this.#fit.within(host, signal);
  }

  dispose(): void {
    this.#link.dispose();
    this.#gone.abort();
    this.#term.dispose();
  }

  /** The pane is on screen now. Its shell begins the first time; until then nobody has asked for one. */
  show(): void {
    this.#shown = true;
    this.#fit.refit();
  }

  focus(): void {
    this.#term.focus();
  }

  /** Puts text at the prompt as if it had been pasted; the learner presses Enter. */
  type(text: string): void {
    this.#term.paste(cleanPaste(text));
    this.#term.focus();
  }

  /** As `type`, and presses Enter. Several lines arrive as one paste, so that none is taken for an answer to the one before. */
  run(text: string): void {
    this.type(text.replace(/[\r\n]+$/, ''));
    this.#link.input('\r');
  }

  /** Pastes what the learner has looked at. */
  pasteNow(text: string): void {
    this.#term.paste(text);
    this.#term.focus();
  }

  /** Sends a key that the device's keyboard lacks. Arrows are those of the mode that the program has set. */
  press(sequence: string): void {
    this.#link.input(asWanted(sequence, this.#term.modes.applicationCursorKeysMode));
    this.#term.focus();
  }

  /** The next key is typed with Ctrl. */
  holdCtrl(held: boolean): void {
    this.#ctrlHeld = held;
    this.#term.focus();
  }

  restart(): void {
    this.#link.open();
    this.#term.focus();
  }

  /** Ends the shell itself. */
  end(): void {
    this.#link.end();
  }

  /** Whether a program fills the screen, as vim, less or tmux do. */
  get busy(): boolean {
    return this.#term.buffer.active.type === 'alternate';
  }

  apply(settings: TerminalSettings): void {
    this.#settings = settings;
    Object.assign(this.#term.options, looks(settings));
    this.#paintTheme();
    this.#fit.refit();
  }

  #screen() {
    const term = this.#term;
    return {
      size: () => ({ cols: term.cols, rows: term.rows }),
      follow: (size: ScreenSize) => this.#fit.follow(size),
      repaint: (screen: string, size: ScreenSize) => {
        term.reset();
        // The window may have changed while the screen was on its way: its lines fit into the size that it was asked for in.
        const changed = !isSameSize(size, { cols: term.cols, rows: term.rows });
        if (changed) term.resize(size.cols, size.rows);
        term.write(screen, () => changed && this.#fit.refit());
      },
      write: (data: Uint8Array, drawn: () => void) => term.write(data, drawn),
    };
  }

  #state(state: ShellState): void {
    this.#term.options.disableStdin = !takesInput(state);
    this.#options.onState(state);
    this.#fit.hold(state.kind === 'opening' || state.kind === 'lost');
  }

  #typed(data: string): void {
    this.#fit.takeBack();
    const held = this.#ctrlHeld ? withCtrl(data) : undefined;
    if (this.#ctrlHeld) {
      this.#ctrlHeld = false;
      this.#options.onCtrlUsed();
    }
    this.#link.input(held ?? data);
  }

  #paintTheme(): void {
    if (this.#host !== undefined) this.#term.options.theme = terminalTheme(this.#host);
  }

  /** The shell is asked for once the terminal is on screen and knows its size. */
  #begin(): void {
    if (this.#started || !this.#shown) return;
    this.#started = true;
    this.#link.open();
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
    // While a word is being composed, no key is a command.
    if (event.isComposing) return true;
    if (isOfThePage(event)) return false;
    const action = keyAction(event);
    if (action === undefined) return true;
    // Pasting stays with the browser, which needs no permission for it.
    if (action !== 'paste') event.preventDefault();
    if (event.type !== 'keydown') return false;
    if (action === 'copy' && !this.clipboard.copySelection()) this.#options.onEmptyCopy();
    if (action === 'search') this.#options.onSearch();
    return false;
  }
}
