import { useEffect, useSyncExternalStore } from 'react';
import type { TerminalSet } from './terminal-set.ts';

/**
 * Has the browser ask before it leaves the page while something typed waits for the line to come back. At any other time it does
 * not: the shells go on, and their screens come back with the page.
 */
export function useUnsentQuestion(set: TerminalSet): void {
  const waits = useSyncExternalStore(set.subscribe, () =>
    [...set.states().values()].some((state) => state.kind === 'lost' && state.waiting > 0),
  );
  // Only while it is needed: a page that listens leaves slower and is not kept for the way back.
  useEffect(() => {
    if (!waits) return undefined;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [waits]);
}
