import '@xterm/xterm/css/xterm.css';
import { Tabs } from 'radix-ui';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { io } from 'socket.io-client';
import type { LabView } from '#contract/lab.ts';
import { keepConnected } from '../../api/keep-connected.ts';
import type { DeckExtras } from '../../ui/pane-kind.ts';
import { cx } from '../../ui/cx.ts';
import { useMedia } from '../../ui/use-media.ts';
import { useShortcut } from '../../ui/use-shortcut.ts';
import { KeyBar } from './KeyBar.tsx';
import type { TerminalSocket } from './shell-link.ts';
import css from './Terminal.module.css';
import { TerminalPane } from './TerminalPane.tsx';
import type { TerminalSet } from './terminal-set.ts';
import { TerminalTools } from './TerminalTools.tsx';
import { useTerminalView } from './use-terminal-view.ts';

/** The terminals of a lab, one tab each. All stay mounted; the chosen one is shown. */
export function TerminalDeck({
  lab,
  set,
  maximised,
  onMaximise,
  extras: _extras,
}: {
  lab: LabView;
  set: TerminalSet;
  maximised: boolean;
  onMaximise: (() => void) | undefined;
  extras?: DeckExtras;
}) {
  const socket = useTerminalSocket();
  const states = useSyncExternalStore(set.subscribe, set.states);
  const { view, resize, toggleReader } = useTerminalView();
  const terminals = lab.terminals;
  const [chosen, choose] = useState(terminals[0]?.id ?? '');
  const [searching, search] = useState<string>();
  const touch = useMedia('(pointer: coarse)');

  // The islands are outside of React and are told of the reader's choices.
  useEffect(() => {
    for (const island of set.all()) {
      island.setFontSize(view.fontSize);
      island.setScreenReader(view.screenReader);
    }
  }, [set, view.fontSize, view.screenReader]);

  // Whoever has not begun to read elsewhere can type at once.
  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      const active = document.activeElement;
      if (active === document.body || active?.id === 'main') set.focus();
    });
    return () => cancelAnimationFrame(frame);
  }, [set]);

  const show = (id: string): void => {
    choose(id);
    set.focused(id);
    // The pane has to be on screen before it can take the focus.
    requestAnimationFrame(() => set.focus());
  };
  const turn = (by: number): void => {
    const at = terminals.findIndex((terminal) => terminal.id === chosen);
    const next = terminals.at((at + by) % terminals.length);
    if (next !== undefined) show(next.id);
  };
  useShortcut({ key: 'ArrowLeft', mod: true, shift: true }, () => turn(-1));
  useShortcut({ key: 'ArrowRight', mod: true, shift: true }, () => turn(1));

  return (
    <Tabs.Root className={css['deck']} value={chosen} onValueChange={show} activationMode="manual">
      <div className={css['bar']}>
        <Tabs.List className={css['tabs']} aria-label="Terminals">
          {terminals.map((terminal) => (
            <Tabs.Trigger key={terminal.id} value={terminal.id} className={css['tab']}>
              <span
                className={cx(css['dot'], css[states.get(terminal.id)?.kind ?? 'opening'])}
                aria-hidden="true"
              />
              {terminal.label}
              {terminal.user === 'root' ? <span className={css['user']}>root</span> : null}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        <TerminalTools
          view={view}
          onResize={resize}
          onToggleReader={toggleReader}
          onSearch={() => search(chosen)}
          maximised={maximised}
          onMaximise={onMaximise}
        />
      </div>
      {terminals.map((terminal) => (
        <Tabs.Content
          key={terminal.id}
          value={terminal.id}
          forceMount
          tabIndex={-1}
          className={css['content']}
        >
          <TerminalPane
            key={`${lab.id}/${terminal.id}`}
            lab={lab.id}
            terminal={terminal}
            socket={socket}
            set={set}
            view={view}
            state={states.get(terminal.id)}
            searching={searching === terminal.id}
            onSearch={(open) => search(open ? terminal.id : undefined)}
          />
        </Tabs.Content>
      ))}
      {touch ? <KeyBar press={(sequence) => set.press(sequence)} /> : null}
    </Tabs.Root>
  );
}

/** The line to the shells, open for as long as the terminals are shown. */
function useTerminalSocket(): TerminalSocket {
  const [socket] = useState(() =>
    io('/terminal', { transports: ['websocket'], forceNew: true, autoConnect: false }),
  );
  // Connects something outside of React.
  useEffect(() => {
    const stopTrying = keepConnected(socket);
    socket.connect();
    return () => {
      stopTrying();
      socket.disconnect();
    };
  }, [socket]);
  return socket;
}
