import { focusWish } from '../../ui/focus-wish.ts';
import type { FocusedTerminal, TerminalPlace } from '../../ui/focused-terminal.ts';
import type { ShellState } from './shell-link.ts';
import type { TerminalIsland } from './terminal-island.ts';

/** How a shell is called on the page and in kept layouts. */
export const shellKey = ({ terminal, number }: TerminalPlace): string => `${terminal}/${number}`;

/** The place that a key names; undefined when it names none. */
export function placeOf(key: string): TerminalPlace | undefined {
  const [terminal = '', number = '', ...more] = key.split('/');
  if (terminal === '' || !/^[1-9]\d?$/.test(number) || more.length > 0) return undefined;
  return { terminal, number: Number(number) };
}

/** What `openPane` asks of the deck. */
export interface PaneWish {
  readonly kind: string;
  readonly subject: string;
}

/** The terminals of a lab view: which there are, how their shells are, which had the focus last. Keys are those of `shellKey`. */
export class TerminalSet implements FocusedTerminal {
  readonly #islands = new Map<string, TerminalIsland>();
  #states: ReadonlyMap<string, ShellState> = new Map();
  #last: string | undefined;
  #awaited: { readonly key: string; readonly stands: () => boolean } | undefined;
  #ctrl = false;
  readonly #listeners = new Set<() => void>();
  #opener: ((wish: PaneWish) => void) | undefined;
  #wishes: PaneWish[] = [];

  readonly states = (): ReadonlyMap<string, ShellState> => this.#states;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  add(key: string, island: TerminalIsland): () => void {
    this.#islands.set(key, island);
    this.#last ??= key;
    // The island is only being put into the page.
    if (this.#awaited?.key === key) queueMicrotask(() => this.#grant(key));
    return () => {
      this.#islands.delete(key);
      this.setState(key, undefined);
      if (this.#last === key) this.#last = this.#islands.keys().next().value;
    };
  }

  setState(key: string, state: ShellState | undefined): void {
    const next = new Map(this.#states);
    if (state === undefined) next.delete(key);
    else next.set(key, state);
    this.#states = next;
    this.#tell();
  }

  focused(key: string): void {
    this.#last = key;
    this.#awaited = undefined;
  }

  /**
   * Puts the focus into a shell. One that is not on the page yet gets it when it comes, unless the learner has gone
   * somewhere else by then. The newest wish counts.
   */
  giveFocus(key: string): void {
    this.#last = key;
    const island = this.#islands.get(key);
    this.#awaited = island === undefined ? { key, stands: focusWish() } : undefined;
    island?.focus();
  }

  #grant(key: string): void {
    const wish = this.#awaited;
    if (wish?.key !== key) return;
    this.#awaited = undefined;
    if (wish.stands()) this.#islands.get(key)?.focus();
  }

  get(key: string): TerminalIsland | undefined {
    return this.#islands.get(key);
  }

  all(): TerminalIsland[] {
    return [...this.#islands.values()];
  }

  place(): TerminalPlace | undefined {
    return this.#current() === undefined ? undefined : placeOf(this.#last ?? '');
  }

  focus(): void {
    this.#current()?.focus();
  }

  type(text: string): void {
    this.#current()?.type(text);
  }

  run(text: string): void {
    this.#current()?.run(text);
  }

  press(sequence: string): void {
    this.#current()?.press(sequence);
  }

  /** What of the screen was copied; nothing where the browser does not allow it. */
  async copyShown(): Promise<'selection' | 'screen' | undefined> {
    return this.#current()?.clipboard.copyShown();
  }

  /** False when the browser does not let the page read the clipboard. */
  async pasteRead(): Promise<boolean> {
    return (await this.#current()?.clipboard.pasteRead()) ?? true;
  }

  /** Whether the key bar's Ctrl waits for the key after it. */
  readonly ctrlHeld = (): boolean => this.#ctrl;

  holdCtrl(held: boolean): void {
    this.#ctrl = held;
    this.#current()?.holdCtrl(held);
    this.#tell();
  }

  /** A terminal has typed with Ctrl. */
  releaseCtrl(): void {
    this.#ctrl = false;
    this.#tell();
  }

  /** Shows a pane of another kind in the deck: the one that there is, or a new tab. Waits for a deck that is not there yet. */
  openPane(kind: string, subject: string): void {
    const wish = { kind, subject };
    if (this.#opener === undefined) this.#wishes.push(wish);
    else this.#opener(wish);
  }

  /** The deck that opens panes from now on. Returns how to end that. */
  serve(opener: (wish: PaneWish) => void): () => void {
    this.#opener = opener;
    for (const wish of this.#wishes.splice(0)) opener(wish);
    return () => {
      if (this.#opener === opener) this.#opener = undefined;
    };
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }

  #current(): TerminalIsland | undefined {
    return this.#last === undefined ? undefined : this.#islands.get(this.#last);
  }
}
