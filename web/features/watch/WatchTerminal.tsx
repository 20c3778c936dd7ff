import { useEffect, useRef, useState } from 'react';
import type { ShellId } from '#contract/ids.ts';
import { FittedTerminal } from '../../ui/fitted-terminal.ts';
import { KeyBar } from '../../ui/KeyBar.tsx';
import { useMedia } from '../../ui/use-media.ts';
import { terminalTheme } from '../terminal/terminal-theme.ts';
import { GuestKeys } from './guest-keys.ts';
import { GuestLink, type GuestState, type WatchSocket } from './guest-link.ts';
import css from './Watch.module.css';

const words: Readonly<Record<GuestState, string | undefined>> = {
  opening: 'Opening the terminal',
  open: undefined,
  lost: 'The line is down. The terminal comes back as it then is.',
  ended: 'This shell has ended.',
  refused: 'This shell can no longer be seen.',
};

/** The place of one terminal, keyed by its shell. */
export function WatchTerminal({
  socket,
  shell,
  name,
  mayType,
}: {
  socket: WatchSocket;
  shell: ShellId;
  name: string;
  mayType: boolean;
}) {
  const host = useRef<HTMLDivElement>(null);
  const terminal = useRef<FittedTerminal>(undefined);
  const [state, setState] = useState<GuestState>('opening');
  const [keys] = useState(() => new GuestKeys());
  const touch = useMedia('(pointer: coarse)');
  // Owns the terminal and its line from mount to unmount: both are imperative.
  useEffect(() => {
    const island = new FittedTerminal(terminalTheme);
    const link = new GuestLink(socket, shell, island, setState);
    keys.serve(island, (data) => link.input(data));
    if (host.current !== null) island.attach(host.current, (data) => keys.typed(data));
    terminal.current = island;
    return () => {
      link.dispose();
      island.dispose();
    };
  }, [socket, shell, keys]);
  // The terminal is outside of React and is told whether keys are for it.
  useEffect(() => {
    terminal.current?.setTyping(mayType);
    if (mayType) terminal.current?.focus();
  }, [mayType]);
  const said = words[state];
  return (
    <>
      {/* A wide screen scrolls on a narrow page, which the keyboard must be able to do too. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={css['screen']} role="group" aria-label={`Terminal ${name}`} tabIndex={0}>
        <div ref={host} className={css['host']} />
        {said === undefined ? null : (
          <p className={css['said']} role="status">
            {said}
          </p>
        )}
      </div>
      {touch && mayType ? <KeyBar to={keys} /> : null}
    </>
  );
}
