import { Check } from 'lucide-react';
import { type ReactNode, useSyncExternalStore } from 'react';
import { announce } from './Announcer.tsx';
import css from './KeyBar.module.css';
import type { HeldCtrl } from './touch-keys.ts';
import { useBriefly } from './use-briefly.ts';

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

export interface KeyBarClipboard {
  /** Returns what to say about it, and whether it was done. */
  copy: () => Promise<{ done: boolean; words: string }>;
  paste: () => void;
}

/** Keys that a touch keyboard lacks, and what a finger can do with the clipboard in no other way. Ctrl is held for the key after it. */
export function KeyBar({ to, clipboard }: { to: KeySink; clipboard?: KeyBarClipboard }) {
  const held = useSyncExternalStore(to.subscribe, to.ctrlHeld);
  const all = keys.map(([name, sequence, spoken]) => (
    <Key key={name} label={spoken} onPress={() => to.press(sequence)}>
      {name}
    </Key>
  ));
  return (
    <div className={css['keys']} role="toolbar" aria-label="Extra keys">
      {all.slice(0, 2)}
      <Key pressed={held} onPress={() => to.holdCtrl(!held)}>
        Ctrl
      </Key>
      {all.slice(2, 6)}
      {clipboard === undefined ? null : <ClipboardKeys of={clipboard} />}
      {all.slice(6)}
    </div>
  );
}

function ClipboardKeys({ of }: { of: KeyBarClipboard }) {
  const [said, say] = useBriefly();
  const copy = async (): Promise<void> => {
    const { done, words } = await of.copy();
    if (done) say(words);
    else announce(words);
  };
  return (
    <>
      <Key label="Copy from the terminal" onPress={() => void copy()}>
        {said === undefined ? 'Copy' : <Check size={15} aria-hidden="true" />}
      </Key>
      <Key label="Paste into the terminal" onPress={of.paste}>
        Paste
      </Key>
    </>
  );
}

function Key({
  label,
  pressed,
  onPress,
  children,
}: {
  label?: string | undefined;
  pressed?: boolean;
  onPress: () => void;
  children: ReactNode;
}) {
  return (
    <button
      type="button"
      aria-label={label}
      aria-pressed={pressed}
      // The terminal keeps the focus, and with it the touch keyboard stays.
      onPointerDown={(event) => event.preventDefault()}
      onClick={onPress}
    >
      {children}
    </button>
  );
}
