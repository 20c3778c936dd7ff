import { useEffect, useEffectEvent } from 'react';
import { letterOf } from './letter-of.ts';

export interface Shortcut {
  key: string;
  /** Ctrl, or Cmd on a Mac. */
  mod?: boolean;
  shift?: boolean;
}

/** Whether the key press belongs to a field or a terminal and so is not for the page. */
function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.matches('input, textarea, select') || target.isContentEditable)
  );
}

export function matches(event: KeyboardEvent, shortcut: Shortcut): boolean {
  const mod = event.ctrlKey || event.metaKey;
  if (mod !== (shortcut.mod ?? false) || event.altKey) return false;
  if (shortcut.shift !== undefined && event.shiftKey !== shortcut.shift) return false;
  return letterOf(event) === shortcut.key.toLowerCase();
}

/** Runs something on a key, anywhere on the page. Keys without Ctrl or Cmd are left to fields and terminals. */
export function useShortcut(shortcut: Shortcut, run: () => void): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || !matches(event, shortcut)) return;
    if (shortcut.mod !== true && isTyping(event.target)) return;
    event.preventDefault();
    run();
  });
  // Listens to the window, which is outside of React.
  useEffect(() => {
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
