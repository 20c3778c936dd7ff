import { useSyncExternalStore } from 'react';
import css from './Announcer.module.css';

let spoken = '';
const listeners = new Set<() => void>();

/** Has a screen reader say something politely. */
export function announce(text: string): void {
  // A repeated sentence is only read again when the text node changes.
  spoken = text === spoken ? `${text}\u00a0` : text;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function Announcer() {
  const text = useSyncExternalStore(subscribe, () => spoken);
  return (
    <div className={css['announcer']} aria-live="polite" aria-atomic="true">
      {text}
    </div>
  );
}
