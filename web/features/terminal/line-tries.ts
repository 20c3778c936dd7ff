import type { LineDown } from './shell-state.ts';

/** So many tries in vain while the machine itself is connected: there is nobody. */
const untilGone = 2;

/** Why there is no line, as far as a page can tell. */
export class LineTries {
  #failed = 0;

  failed(): void {
    this.#failed++;
  }

  succeeded(): void {
    this.#failed = 0;
  }

  get why(): LineDown {
    if (!navigator.onLine) return 'offline';
    return this.#failed >= untilGone ? 'server-gone' : 'reconnecting';
  }
}
