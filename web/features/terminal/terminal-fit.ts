import { FitAddon } from '@xterm/addon-fit';
import type { Terminal } from '@xterm/xterm';
import type { ScreenSize } from './shell-screen.ts';

const pauseMs = 60;

/**
 * The size of a terminal on the page. A shell has one size for all windows that show it: that of the window in which somebody works.
 * The others follow it, larger or smaller than they are, and take it back when somebody works in them.
 */
export class TerminalFit {
  readonly #term: Terminal;
  readonly #addon = new FitAddon();
  readonly #fitted: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #follows = false;
  #held = false;
  /** The place has perhaps changed while the size was held. */
  #missed = false;

  /** `fitted` is called whenever the terminal has the size of its place. */
  constructor(term: Terminal, fitted: () => void) {
    this.#term = term;
    this.#fitted = fitted;
    term.loadAddon(this.#addon);
  }

  /** Fits to the place a moment later, and for as long as `signal` whenever the place changes. */
  within(host: HTMLElement, signal: AbortSignal): void {
    const watcher = new ResizeObserver(() => this.refit());
    watcher.observe(host);
    for (const sign of ['focusin', 'pointerdown'])
      host.addEventListener(sign, () => this.takeBack(), { signal });
    signal.addEventListener('abort', () => {
      watcher.disconnect();
      clearTimeout(this.#timer);
    });
  }

  refit(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#fitNow(), pauseMs);
  }

  follow({ cols, rows }: ScreenSize): void {
    this.#follows = true;
    this.#term.resize(cols, rows);
  }

  /**
   * Keeps the size while there is no shell to tell it to. What the page says meanwhile takes room, and a shell that heard of that
   * would draw anew twice: some programs, as bash after a line without an end, then draw another screen.
   */
  hold(held: boolean): void {
    this.#held = held;
    if (held || !this.#missed) return;
    this.#missed = false;
    this.refit();
  }

  /** Somebody works here. */
  takeBack(): void {
    if (this.#follows) this.#fitNow();
  }

  #fitNow(): void {
    if (this.#held) {
      this.#missed = true;
      return;
    }
    const size = this.#addon.proposeDimensions();
    if (size === undefined || !(size.cols >= 2) || !(size.rows >= 2)) return;
    this.#follows = false;
    this.#addon.fit();
    this.#fitted();
  }
}
