import '@xterm/xterm/css/xterm.css';
import './palettes.css';
import { useState, useSyncExternalStore } from 'react';
import type { LabView } from '#contract/lab.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import type { DeckExtras } from '../../ui/pane-kind.ts';
import { useMedia } from '../../ui/use-media.ts';
import { DeckStage } from './DeckStage.tsx';
import { chosenTab } from './layout.ts';
import { SettingsDialog } from './SettingsDialog.tsx';
import { TabBar } from './TabBar.tsx';
import css from './Deck.module.css';
import type { TerminalSet } from './terminal-set.ts';
import { TouchBar } from './TouchBar.tsx';
import { useDeck } from './use-deck.ts';
import { useDeckKeys } from './use-deck-keys.ts';
import { useTerminalSettings } from './use-terminal-settings.ts';
import { useTerminalSocket } from './use-terminal-socket.ts';
import { useUnsentQuestion } from './use-unsent-question.ts';

const none: DeckExtras = {};

/** The terminals of a lab, and what others have added: tabs, each with splits. All panes stay mounted. */
export function TerminalDeck({
  lab,
  set,
  zen,
  onZen,
  extras = none,
}: {
  lab: LabView;
  set: TerminalSet;
  zen: boolean;
  onZen: (() => void) | undefined;
  extras?: DeckExtras;
}) {
  const socket = useTerminalSocket();
  const { store, actions, drag } = useDeck(lab, set, extras);
  const layout = useSyncExternalStore(store.subscribe, store.get);
  const [settings, change] = useTerminalSettings(set);
  const [searching, search] = useState<string>();
  const [dialog, show] = useState<'settings' | 'new' | 'place'>();
  const [closing, ask] = useState<{ keys: readonly string[]; question: string }>();
  const touch = useMedia('(pointer: coarse)');
  useUnsentQuestion(set);
  const tab = chosenTab(layout);

  const close = (keys: readonly string[]): void => {
    const question = actions.question(keys);
    if (question === undefined) actions.close(keys);
    else ask({ keys, question });
  };
  const split = (to: 'right' | 'down'): void => actions.split(to, lab.terminals[0]?.id ?? '');
  // The strip has no use for the keys: they go on to the terminal.
  const turnZen =
    onZen &&
    (() => {
      onZen();
      actions.focusSoon();
    });
  useDeckKeys((command) => {
    if (command.do === 'split') split(command.to);
    else if (command.do === 'close' && tab !== undefined) close([tab.focus]);
    else if (command.do === 'new' || command.do === 'place') show(command.do);
    else if (command.do === 'zen') turnZen?.();
    else actions.obey(command);
  });

  return (
    <div className={css['deck']} data-zen={zen || undefined}>
      <TabBar
        lab={lab}
        set={set}
        layout={layout}
        store={store}
        actions={actions}
        drag={drag}
        extras={extras}
        choosing={dialog === 'new'}
        onChoosing={(open) => show(open ? 'new' : undefined)}
        placing={dialog === 'place'}
        onPlacing={(open) => show(open ? 'place' : undefined)}
        onClose={close}
        onSplit={split}
        onSearch={() => search(tab?.focus)}
        onSettings={() => show('settings')}
        zen={zen}
        onZen={turnZen}
      />
      <DeckStage
        lab={lab}
        set={set}
        socket={socket}
        layout={layout}
        store={store}
        actions={actions}
        drag={drag}
        extras={extras}
        settings={settings}
        onSettings={change}
        searching={searching}
        onSearch={search}
        onClose={(key) => close([key])}
      />
      {touch ? <TouchBar set={set} /> : null}
      <SettingsDialog
        open={dialog === 'settings'}
        onClosed={() => actions.focusSoon()}
        onOpenChange={(open) => show(open ? 'settings' : undefined)}
        settings={settings}
        onChange={change}
      />
      <ConfirmDialog
        open={closing !== undefined}
        onOpenChange={(open) => (open ? undefined : ask(undefined))}
        title="Close it all the same?"
        confirm="Close"
        danger
        onConfirm={() => actions.close(closing?.keys ?? [])}
        onClosed={() => actions.focusSoon()}
      >
        {closing?.question}
      </ConfirmDialog>
    </div>
  );
}
