import { SerializeAddon } from '@xterm/addon-serialize';
import { Unicode11Addon } from '@xterm/addon-unicode11';
import { type ITheme, Terminal } from '@xterm/xterm';
import { onThemeChange } from '../app/use-theme.ts';
import { systemMono } from './font-loaded.ts';
import { typedAndAnswered } from './typed-and-answered.ts';

const font = { smallest: 8, largest: 15 };
const scrollback = 1000;

/**
 * A terminal that shows what another one shows, apart from React: its rows and columns are given, and its letters shrink until they
 * fit. Without `onInput` it takes no keys.
 */
export class FittedTerminal {
  readonly #term: Terminal;
  readonly #theme: (host: HTMLElement) => ITheme;
  readonly #serialize = new SerializeAddon();
  readonly #undo: (() => void)[] = [];
  #host: HTMLElement | undefined;

  constructor(theme: (host: HTMLElement) => ITheme) {
    this.#theme = theme;
    this.#term = new Terminal({
      allowProposedApi: true,
      cursorBlink: false,
      disableStdin: true,
      fontFamily: `'JetBrains Mono', ${systemMono}`,
      fontSize: font.largest,
      lineHeight: 1.2,
      minimumContrastRatio: 4.5,
      scrollback,
    });
  }

  attach(host: HTMLElement, onInput?: (data: string) => void): void {
    const term = this.#term;
    this.#host = host;
    term.options.theme = this.#theme(host);
    term.loadAddon(this.#serialize);
    term.loadAddon(new Unicode11Addon());
    // The server counts the widths of characters by the same version.
    term.unicode.activeVersion = '11';
    term.open(host);
    // Programs are answered by the terminal of whose shell it is.
    if (onInput !== undefined) typedAndAnswered(term, { typed: onInput, answered: () => undefined });
    // Keys that are not for the shell belong to the page.
    term.attachCustomKeyEventHandler(() => term.options.disableStdin !== true);
    this.setTyping(false);
    this.#undo.push(onThemeChange(() => (term.options.theme = this.#theme(host))));
    const watcher = new ResizeObserver(() => this.#fit());
    watcher.observe(host);
    this.#undo.push(() => watcher.disconnect());
  }

  dispose(): void {
    for (const undo of this.#undo.splice(0)) undo();
    this.#term.dispose();
  }

  /** Whether keys reach `onInput`, and Tab the terminal. */
  setTyping(on: boolean): void {
    this.#term.options.disableStdin = !on;
    if (this.#term.textarea !== undefined) this.#term.textarea.tabIndex = on ? 0 : -1;
  }

  /** Whether a program wants the other sequences for arrows. */
  get applicationCursorKeys(): boolean {
    return this.#term.modes.applicationCursorKeysMode;
  }

  focus(): void {
    this.#term.focus();
  }

  reset(cols: number, rows: number): void {
    this.#term.reset();
    this.resize(cols, rows);
  }

  resize(cols: number, rows: number): void {
    this.#term.resize(cols, rows);
    this.#fit();
  }

  /** Resolves when it is drawn. */
  write(data: string | Uint8Array): Promise<void> {
    return new Promise((drawn) => this.#term.write(data, drawn));
  }

  /** Control sequences that draw the screen as it is now. */
  paint(): string {
    return this.#serialize.serialize({ scrollback });
  }

  #fit(): void {
    const screen = this.#host?.querySelector('.xterm-screen');
    if (this.#host === undefined || !(screen instanceof HTMLElement) || screen.clientWidth === 0) return;
    const size = this.#term.options.fontSize ?? font.largest;
    const wide = (this.#host.clientWidth - 2) / (screen.clientWidth / size);
    const high = (this.#host.clientHeight - 2) / (screen.clientHeight / size);
    const next = Math.max(font.smallest, Math.min(font.largest, Math.floor(Math.min(wide, high) * 4) / 4));
    if (Math.abs(next - size) >= 0.25) this.#term.options.fontSize = next;
  }
}
