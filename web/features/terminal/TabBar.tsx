import { useRef, useState, useSyncExternalStore } from 'react';
import type { LabView } from '#contract/lab.ts';
import type { DeckExtras } from '../../ui/pane-kind.ts';
import css from './Deck.module.css';
import type { DeckActions } from './deck-actions.ts';
import { DeckTools } from './DeckTools.tsx';
import { type Layout, moveTab, paneKey, panesIn, paneWith, renameTab, type Tab } from './layout.ts';
import type { LayoutStore } from './layout-store.ts';
import { MenuItems } from './MenuItems.tsx';
import { NewShellMenu } from './NewShellMenu.tsx';
import { tabName } from './pane-names.ts';
import { RenameField } from './RenameField.tsx';
import type { ShellState } from './shell-link.ts';
import { TabHandle } from './TabHandle.tsx';
import { tabId } from './tab-ids.ts';
import type { PaneDrag } from './pane-drag.ts';
import { tabEntries } from './tab-entries.tsx';
import type { TerminalSet } from './terminal-set.ts';

export interface TabBarProps {
  lab: LabView;
  set: TerminalSet;
  layout: Layout;
  store: LayoutStore;
  actions: DeckActions;
  drag: PaneDrag;
  extras: DeckExtras;
  /** Whether the menu for new tabs is open. */
  choosing: boolean;
  onChoosing: (open: boolean) => void;
  /** Whether the menu that moves the focused pane is open. */
  placing: boolean;
  onPlacing: (open: boolean) => void;
  onClose: (keys: readonly string[]) => void;
  onSplit: (to: 'right' | 'down') => void;
  onSearch: () => void;
  onSettings: () => void;
  zen: boolean;
  onZen: (() => void) | undefined;
}

/** The row of tabs, with what opens new ones on its right and what is done to the shown one at its end. */
export function TabBar(props: TabBarProps) {
  const { lab, set, layout, store, actions, extras, onClose } = props;
  const states = useSyncExternalStore(set.subscribe, set.states);
  const [renaming, rename] = useState<number>();
  const list = useRef<HTMLDivElement>(null);
  const kinds = extras.kinds ?? [];
  const entriesOf = (tab: Tab) =>
    tabEntries({ ...props, tab, onRename: () => rename(tab.id), onPlace: () => props.onPlacing(true) });
  const renamed = layout.tabs.find((tab) => tab.id === renaming);

  const along = (id: number, x: number): void => {
    const tabs = [...(list.current?.querySelectorAll('[role="tab"]') ?? [])];
    const others = tabs.filter((tab) => tab.id !== tabId(id));
    const to = others.filter((tab) => middle(tab) < x).length;
    store.change((now) => (now.tabs[to]?.id === id ? now : moveTab(now, id, to)));
  };
  const turn = (at: number, key: string): boolean => {
    const count = layout.tabs.length;
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: count - 1 }[key];
    if (to === undefined) return false;
    document.getElementById(tabId(layout.tabs[(to + count) % count]?.id ?? 0))?.focus();
    return true;
  };

  return (
    <div className={css['bar']} data-tabs="">
      <div ref={list} className={css['tabs']} role="tablist" aria-label="Terminals">
        {layout.tabs.map((tab, at) => (
          <TabHandle
            key={tab.id}
            id={tab.id}
            name={tabName(lab, kinds, layout, tab)}
            icon={kinds.find(({ kind }) => kind === paneWith(layout, tab.focus)?.kind)?.icon}
            panes={panesIn(tab.tree).length}
            chosen={tab.id === layout.chosen}
            state={worst(tab, states)}
            items={<MenuItems of="context" entries={entriesOf(tab)} />}
            onChoose={() => actions.choose(tab.id)}
            onRename={() => rename(tab.id)}
            onClose={() => onClose(panesIn(tab.tree).map(paneKey))}
            drag={props.drag}
            onDrag={(x) => along(tab.id, x)}
            onTurn={(key) => turn(at, key)}
          />
        ))}
      </div>
      {renamed === undefined ? null : (
        <RenameField
          key={renamed.id}
          over={tabId(renamed.id)}
          name={renamed.name ?? ''}
          usual={tabName(lab, kinds, layout, renamed).title}
          onDone={(name) => {
            rename(undefined);
            if (name !== undefined) store.change((now) => renameTab(now, renamed.id, name));
            actions.focusSoon();
          }}
        />
      )}
      <NewShellMenu {...props} />
      <DeckTools {...props} entriesOf={entriesOf} />
    </div>
  );
}

const middle = (tab: Element): number => {
  const box = tab.getBoundingClientRect();
  return box.left + box.width / 2;
};

const order: readonly ShellState['kind'][] = ['refused', 'exited', 'lost'];

/** Of the shells of a tab, the state that most needs to be seen. */
function worst(tab: Tab, states: ReadonlyMap<string, ShellState>): ShellState['kind'] | undefined {
  const kinds = panesIn(tab.tree).map((pane) =>
    pane.kind === 'shell' ? states.get(pane.subject)?.kind : undefined,
  );
  return order.find((kind) => kinds.includes(kind));
}
