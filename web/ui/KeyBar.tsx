import { useSyncExternalStore } from 'react';
import css from './KeyBar.module.css';
import type { HeldCtrl } from './touch-keys.ts';

const keys: readonly [string, string, string?][] = [
  ['Esc', '\u001b'],
  ['Tab', '\t'],
  ['←', '\u001b[D', 'Left'],
  ['↑', '\u001b[A', 'Up'],
  ['↓', '\u001b[B', 'Down'],
  ['→', '\u001b[C', 'Right'],
  ['|', '|', 'Pipe'],
  ['-', '-', 'Hyphen'],
  ['/', '/', 'Slash'],
  ['~', '~', 'Tilde'],
  ['Home', '\u001b[H'],
  ['End', '\u001b[F'],
  ['PgUp', '\u001b[5~'],
  ['PgDn', '\u001b[6~'],
];

/** Where the keys go. */
export interface KeySink extends HeldCtrl {
  press(sequence: string): void;
  holdCtrl(held: boolean): void;
}

/** Keys that a touch keyboard lacks. Ctrl is held for the key after it. */
export function KeyBar({ to }: { to: KeySink }) {
  const held = useSyncExternalStore(to.subscribe, to.ctrlHeld);
  const [escape, tab, ...others] = keys.map(([name, sequence, spoken]) => (
    <button
      key={name}
      type="button"
      aria-label={spoken}
      // The terminal keeps the focus, and with it the touch keyboard stays.
      onPointerDown={(event) => event.preventDefault()}
      onClick={() => to.press(sequence)}
    >
      {name}
    </button>
  ));
  return (
    <div className={css['keys']} role="toolbar" aria-label="Extra keys">
      {escape}
      {tab}
      <button
        type="button"
        aria-pressed={held}
        onPointerDown={(event) => event.preventDefault()}
        onClick={() => to.holdCtrl(!held)}
      >
        Ctrl
      </button>
      {others}
    </div>
  );
}
