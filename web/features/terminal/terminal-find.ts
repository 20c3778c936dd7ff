import { SearchAddon } from '@xterm/addon-search';
import { searchColours } from './terminal-theme.ts';

export interface Search {
  readonly text: string;
  readonly caseSensitive: boolean;
  readonly regex: boolean;
}

/** Which match of how many is shown. `at` counts from 1; it is 0 where there are too many to count. */
export interface Found {
  readonly at: number;
  readonly of: number;
}

/** The search in what a terminal has kept, with every match marked. */
export class TerminalFind {
  readonly addon = new SearchAddon({ highlightLimit: 2000 });

  #host: HTMLElement | undefined;

  /** The element whose colours the marks take. */
  within(host: HTMLElement): void {
    this.#host = host;
  }

  onFound(listener: (found: Found) => void): () => void {
    const handle = this.addon.onDidChangeResults(({ resultIndex, resultCount }) =>
      listener({ at: resultIndex + 1, of: resultCount }),
    );
    return () => handle.dispose();
  }

  /** False when there is no such text, or no such pattern. */
  find(search: Search, to: 'next' | 'previous' | 'first'): boolean {
    if (this.#host === undefined || search.text === '' || (search.regex && !isPattern(search.text))) {
      this.addon.clearDecorations();
      return search.text === '';
    }
    const { text, ...how } = search;
    const options = { ...how, incremental: to === 'first', decorations: searchColours(this.#host) };
    return to === 'previous' ? this.addon.findPrevious(text, options) : this.addon.findNext(text, options);
  }

  clear(): void {
    this.addon.clearDecorations();
  }
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false; // Not finished yet, mostly: the learner is typing it.
  }
}
