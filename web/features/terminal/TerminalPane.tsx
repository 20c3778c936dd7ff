import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { LabView } from '#contract/lab.ts';
import type { DeckExtras } from '../../ui/pane-kind.ts';
import css from './Deck.module.css';
import { CopyWish, LinkLine, PasteQuestion } from './PaneNotices.tsx';
import { PaneHead } from './PaneHead.tsx';
import type { PaneName } from './pane-names.ts';
import { ShellLine } from './ShellLine.tsx';
import type { TerminalSocket } from './shell-link.ts';
import { TerminalIsland } from './terminal-island.ts';
import { TerminalSearch } from './TerminalSearch.tsx';
import { placeOf, type TerminalSet } from './terminal-set.ts';
import type { TerminalSettings } from './terminal-settings.ts';
import { intoWords } from '../../ui/shell-folder.ts';
import { useFileDrop } from './use-file-drop.ts';
import { usePaneTalk } from './use-pane-talk.ts';
import { useShellState } from './use-shell-state.ts';
import type { ChangeSettings } from './use-terminal-settings.ts';

export interface TerminalPaneProps {
  lab: LabView['id'];
  /** Which shell, as a key of `shellKey`. */
  subject: string;
  name: PaneName;
  /** Whether it says above itself which machine it is on. */
  head: boolean;
  shown: boolean;
  socket: TerminalSocket;
  set: TerminalSet;
  extras: DeckExtras;
  settings: TerminalSettings;
  onSettings: ChangeSettings;
  searching: boolean;
  onSearch: (open: boolean) => void;
  onFocus: () => void;
  onClose: () => void;
  /** A pointer was pressed on the head. */
  onGrab: (event: PointerEvent) => void;
  /** The head was clicked. */
  onHead: () => void;
}

/** The place of one terminal, keyed by its shell. React only makes it, disposes it, and shows what its shell says. */
export function TerminalPane(props: TerminalPaneProps) {
  const { subject, name, head, shown, set, extras, settings, searching, onSearch, onClose } = props;
  const host = useRef<HTMLDivElement>(null);
  const talk = usePaneTalk(props.onSettings);
  const state = useShellState(set, subject);
  const [title, setTitle] = useState('');
  const place = placeOf(subject);
  const drop = useFileDrop(place, extras.files);
  const make = useEffectEvent(() => {
    const { terminal = '', number = 1 } = place ?? {};
    return new TerminalIsland(
      props.socket,
      { lab: props.lab, terminal, number },
      {
        ...talk.listeners,
        settings,
        onState: (next) => set.setState(subject, next),
        onFocus: () => {
          set.focused(subject);
          props.onFocus();
        },
        onSearch: () => onSearch(true),
        onTitle: setTitle,
        onCtrlUsed: () => set.releaseCtrl(),
      },
    );
  });
  // Owns the terminal from mount to unmount: it is imperative and holds the socket.
  useEffect(() => {
    const island = make();
    if (host.current !== null) island.attach(host.current);
    const remove = set.add(subject, island);
    return () => {
      remove();
      island.dispose();
    };
  }, [set, subject]);
  // The island is outside of React, and begins when it is first seen.
  useEffect(() => {
    if (shown) set.get(subject)?.show();
  }, [set, subject, shown]);

  const island = (): TerminalIsland | undefined => set.get(subject);
  return (
    <div className={css['pane']} role="group" aria-label={`Terminal ${name.title}`} {...drop.props}>
      {head ? (
        <PaneHead name={name} title={title} onClose={onClose} onGrab={props.onGrab} onHead={props.onHead}>
          {place === undefined ? null : extras.beside?.(place)}
        </PaneHead>
      ) : null}
      {searching ? (
        <TerminalSearch
          island={island()}
          onClose={() => {
            onSearch(false);
            island()?.focus();
          }}
        />
      ) : null}
      <div
        className={css['screen']}
        data-palette={settings.palette}
        data-open={state?.kind === 'open' || undefined}
      >
        <div ref={host} className={css['host']} />
      </div>
      {drop.over ? (
        <p className={css['drop']}>
          Drop to put the files {drop.folder === undefined ? '' : `${intoWords(drop.folder)} `}on {name.title}
        </p>
      ) : null}
      <LinkLine address={talk.link} />
      <CopyWish talk={talk} name={name.title} />
      <PasteQuestion
        talk={talk}
        name={name.title}
        onPaste={(text) => island()?.pasteNow(text)}
        onClosed={() => island()?.focus()}
      />
      <ShellLine state={state} onRestart={() => island()?.restart()} />
    </div>
  );
}
