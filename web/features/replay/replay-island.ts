import { SerializeAddon } from '@xterm/addon-serialize';
import { Unicode11Addon } from '@xterm/addon-unicode11';
import { Terminal } from '@xterm/xterm';
import { onThemeChange } from '../../app/use-theme.ts';
import { terminalTheme } from '../terminal/terminal-theme.ts';
import type { ReplayScreen } from './screen-feed.ts';

const font = { smallest: 8, largest: 15 };

/** The terminal of a replay, apart from React. It is drawn on and takes no input; its letters shrink until a row fits. */
export class ReplayIsland implements ReplayScreen {
  readonly #term: Terminal;
  readonly #serialize = new SerializeAddon();
  readonly #undo: (() => void)[] = [];
  #host: HTMLElement | undefined;

  constructor() {
    this.#term = new Terminal({
      allowProposedApi: true,
      cursorBlink: false,
      disableStdin: true,
      fontFamily: "'JetBrains Mono', ui-monospace, Menlo, Consolas, monospace",
      fontSize: font.largest,
      lineHeight: 1.2,
      minimumContrastRatio: 4.5,
      scrollback: 1000,
      theme: terminalTheme(),
    });
  }

  attach(host: HTMLElement): void {
    const term = this.#term;
    this.#host = host;
    term.loadAddon(this.#serialize);
    term.loadAddon(new Unicode11Addon());
    term.unicode.activeVersion = '11';
    term.open(host);
    // Keys are the player's, and Tab leads on.
    term.attachCustomKeyEventHandler(() => false);
    if (term.textarea !== undefined) term.textarea.tabIndex = -1;
    this.#undo.push(onThemeChange(() => (term.options.theme = terminalTheme())));
    const watcher = new ResizeObserver(() => this.#fit());
    watcher.observe(host);
    this.#undo.push(() => watcher.disconnect());
  }

  dispose(): void {
    for (const undo of this.#undo.splice(0)) undo();
    this.#term.dispose();
  }

  reset(cols: number, rows: number): void {
    this.#term.reset();
    this.resize(cols, rows);
  }

  resize(cols: number, rows: number): void {
    this.#term.resize(cols, rows);
    this.#fit();
  }

  write(data: string): Promise<void> {
    return new Promise((drawn) => this.#term.write(data, drawn));
  }

  paint(): string {
    return this.#serialize.serialize({ scrollback: 1000 });
  }

  /** A screen is shown as it was, however wide it was: the size of its letters follows. */
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
