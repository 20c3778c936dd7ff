import { useEffect, useEffectEvent } from 'react';
import { type DeckCommand, deckCommand } from './terminal-keys.ts';

/** In a field, keys that mark words belong to the field; the one that xterm listens with is no such field. */
function isField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement) || target.closest('.xterm') !== null) return false;
  return target.matches('input, textarea, select') || target.isContentEditable;
}

/** Runs the deck's commands on their keys, wherever the focus is. */
export function useDeckKeys(run: (command: DeckCommand) => void): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || isField(event.target)) return;
    // A dialog that is open has the keys for itself.
    if (document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null) return;
    const command = deckCommand(event);
    if (command === undefined) return;
    event.preventDefault();
    run(command);
  });
  // Listens to the window, which is outside of React.
  useEffect(() => {
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
