import { useEffect, useEffectEvent, useRef } from 'react';
import type { LabView, TerminalView } from '#contract/lab.ts';
import { Button } from '../../ui/Button.tsx';
import { Ticked } from '../../ui/Ticked.tsx';
import type { ShellState, TerminalSocket } from './shell-link.ts';
import { lineWords } from './shell-words.ts';
import css from './Terminal.module.css';
import { TerminalIsland } from './terminal-island.ts';
import { TerminalSearch } from './TerminalSearch.tsx';
import type { TerminalSet } from './terminal-set.ts';
import type { TerminalView as ViewOptions } from './use-terminal-view.ts';

/** The place of one terminal, keyed by its lab. React only makes it, disposes it, and shows what its shell says. */
export function TerminalPane({
  lab,
  terminal,
  socket,
  set,
  view,
  state,
  searching,
  onSearch,
}: {
  lab: LabView['id'];
  terminal: TerminalView;
  socket: TerminalSocket;
  set: TerminalSet;
  view: ViewOptions;
  state: ShellState | undefined;
  searching: boolean;
  onSearch: (open: boolean) => void;
}) {
  const host = useRef<HTMLDivElement>(null);
  const make = useEffectEvent(
    () =>
      new TerminalIsland(
        socket,
        { lab, terminal: terminal.id },
        {
          fontSize: view.fontSize,
          screenReader: view.screenReader,
          onState: (next) => set.setState(terminal.id, next),
          onFocus: () => set.focused(terminal.id),
          onSearch: () => onSearch(true),
        },
      ),
  );
  // Owns the terminal from mount to unmount: it is imperative and holds the socket.
  useEffect(() => {
    const island = make();
    if (host.current !== null) island.attach(host.current);
    const remove = set.add(terminal.id, island);
    return () => {
      remove();
      island.dispose();
    };
  }, [set, terminal.id]);

  return (
    <div className={css['pane']} role="group" aria-label={`Terminal ${terminal.label}`}>
      {searching ? (
        <TerminalSearch
          find={(text, back) => set.get(terminal.id)?.find(text, back) ?? false}
          onClose={() => {
            onSearch(false);
            set.get(terminal.id)?.focus();
          }}
        />
      ) : null}
      <div ref={host} className={css['host']} data-open={state?.kind === 'open' || undefined} />
      <ShellLine state={state} onRestart={() => set.get(terminal.id)?.restart()} />
    </div>
  );
}

function ShellLine({ state, onRestart }: { state: ShellState | undefined; onRestart: () => void }) {
  const restart = (words: string) => (
    <Button small onClick={onRestart}>
      {words}
    </Button>
  );
  switch (state?.kind) {
    case undefined:
      return null;
    case 'opening':
      return (
        <p className={css['line']} role="status">
          Opening the shell
        </p>
      );
    case 'open':
    case 'lost': {
      const words = lineWords(state);
      return words === undefined ? null : (
        <p className={css['line']} role="status">
          {words}
        </p>
      );
    }
    case 'exited':
      return (
        <div className={css['line']} role="status">
          <span>
            The shell has ended{state.exitCode === null ? '' : ` with exit code ${state.exitCode}`}.
          </span>
          {restart('Start a new shell')}
        </div>
      );
    case 'refused':
      return (
        <div className={css['line']} role="alert">
          <span>
            <Ticked text={`${state.problem.message} ${state.problem.remedy}`} />
          </span>
          {restart('Try again')}
        </div>
      );
  }
}
