import { useSyncExternalStore } from 'react';
import type { ShellState } from './shell-link.ts';
import type { TerminalSet } from './terminal-set.ts';

export function useShellState(set: TerminalSet, key: string): ShellState | undefined {
  return useSyncExternalStore(set.subscribe, () => set.states().get(key));
}
