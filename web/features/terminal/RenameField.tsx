import { useRef, useState } from 'react';
import css from './Deck.module.css';
import { limits } from './layout.ts';

/** Lies over a tab while its name is written. */
export function RenameField({
  over,
  name,
  usual,
  onDone,
}: {
  /** The id of the tab's element. */
  over: string;
  name: string;
  /** What the tab is called without a name. */
  usual: string;
  /** The new name, or undefined when the old one stays. */
  onDone: (name: string | undefined) => void;
}) {
  const [text, setText] = useState(name);
  const ended = useRef(false);
  // A field that goes also loses the focus: only the first word counts.
  const done = (to: string | undefined): void => {
    if (!ended.current) onDone(to);
    ended.current = true;
  };
  const [box] = useState(() => {
    const tab = document.getElementById(over);
    const bar = tab?.closest('[data-tabs]');
    if (tab === null || !(bar instanceof HTMLElement)) return { left: 0, width: 160 };
    const left = tab.getBoundingClientRect().left - bar.getBoundingClientRect().left;
    return { left: Math.max(0, left), width: Math.max(140, tab.offsetWidth) };
  });
  return (
    <input
      // Opened by a command whose only purpose is to type here.
      // oxlint-disable-next-line jsx-a11y/no-autofocus
      autoFocus
      className={css['rename']}
      style={box}
      aria-label="Name of the tab"
      placeholder={usual}
      maxLength={limits.name}
      value={text}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setText(event.target.value)}
      onBlur={() => done(text)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') done(text);
        if (event.key === 'Escape') done(undefined);
      }}
    />
  );
}
