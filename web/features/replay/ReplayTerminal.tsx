import { useEffect, useRef } from 'react';
import { FittedTerminal } from '../../ui/fitted-terminal.ts';
import { terminalTheme } from '../terminal/terminal-theme.ts';
import type { Cast } from './cast.ts';
import css from './Replay.module.css';
import { ScreenFeed } from './screen-feed.ts';

/** The place of the terminal, keyed by its shell. React makes it, disposes it, and says which moment it shows. */
export function ReplayTerminal({
  cast,
  moment,
  label,
  waiting,
}: {
  cast: Cast;
  moment: number;
  label: string;
  waiting: boolean;
}) {
  const host = useRef<HTMLDivElement>(null);
  const feed = useRef<ScreenFeed>(undefined);
  // Owns the terminal from mount to unmount: it is imperative.
  useEffect(() => {
    const island = new FittedTerminal(terminalTheme);
    if (host.current !== null) island.attach(host.current);
    const own = new ScreenFeed(island, cast);
    feed.current = own;
    return () => {
      own.stop();
      island.dispose();
    };
  }, [cast]);
  // The terminal is outside of React and is told of the moment.
  useEffect(() => {
    void feed.current?.show(moment);
  }, [moment]);
  return (
    // A wide screen scrolls on a narrow page, which the keyboard must be able to do too.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={css['screen']} role="group" aria-label={label} tabIndex={0}>
      <div ref={host} className={css['host']} />
      {waiting ? <p className={css['waiting']}>This shell was not open yet.</p> : null}
    </div>
  );
}
