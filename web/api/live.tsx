import { createContext, use, useEffect, useSyncExternalStore } from 'react';
import type { LabsLink } from './labs-link.ts';
import type { LineState, LineWatch } from './line-state.ts';
import type { SignedOutFlag } from './signed-out.ts';

/** What lives as long as the page: made once in `main.tsx`. */
export interface Live {
  labs: LabsLink;
  line: LineWatch;
  signedOut: SignedOutFlag;
}

export const LiveContext = createContext<Live | undefined>(undefined);

export function useLive(): Live {
  const live = use(LiveContext);
  if (live === undefined) throw new Error('LiveContext is missing above this component');
  return live;
}

export function useLine(): LineState {
  const { line } = useLive();
  return useSyncExternalStore(line.subscribe, line.state);
}

/** Follows labs over the socket for as long as the component is shown. */
export function useWatchedLabs(labs: readonly string[]): void {
  const live = useLive();
  const key = labs.join(' ');
  // Joins and leaves rooms of the socket, which React does not know of.
  useEffect(() => {
    const leave = key === '' ? [] : key.split(' ').map((lab) => live.labs.watch(lab));
    return () => {
      for (const done of leave) done();
    };
  }, [live, key]);
}

/** Says that the page of a scenario is open, for as long as the component is shown and its tab is seen. */
export function useLookedAt(scenario: string): void {
  const { labs } = useLive();
  // Follows the tab and the socket, which React does not know of.
  useEffect(() => {
    let leave: (() => void) | undefined;
    const follow = (): void => {
      leave?.();
      leave = document.visibilityState === 'visible' ? labs.look(scenario) : undefined;
    };
    follow();
    document.addEventListener('visibilitychange', follow);
    return () => {
      document.removeEventListener('visibilitychange', follow);
      leave?.();
    };
  }, [labs, scenario]);
}
