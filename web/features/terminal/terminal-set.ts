import type { ShellState } from './shell-link.ts';
import type { TerminalIsland } from './terminal-island.ts';

/** The terminals of a lab view: which there are, how their shells are, which had the focus last. */
export class TerminalSet {
  readonly #islands = new Map<string, TerminalIsland>();
  #states: ReadonlyMap<string, ShellState> = new Map();
  #last: string | undefined;
  readonly #listeners = new Set<() => void>();

  readonly states = (): ReadonlyMap<string, ShellState> => this.#states;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  add(id: string, island: TerminalIsland): () => void {
    this.#islands.set(id, island);
    this.#last ??= id;
    return () => {
      this.#islands.delete(id);
      this.setState(id, undefined);
      if (this.#last === id) this.#last = undefined;
    };
  }

  setState(id: string, state: ShellState | undefined): void {
    const next = new Map(this.#states);
    if (state === undefined) next.delete(id);
    else next.set(id, state);
    this.#states = next;
    for (const listener of this.#listeners) listener();
  }

  focused(id: string): void {
    this.#last = id;
  }

  get(id: string): TerminalIsland | undefined {
    return this.#islands.get(id);
  }

  all(): TerminalIsland[] {
    return [...this.#islands.values()];
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

  #current(): TerminalIsland | undefined {
    return this.#last === undefined ? undefined : this.#islands.get(this.#last);
  }
}
