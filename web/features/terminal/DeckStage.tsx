import type { CSSProperties } from 'react';
import type { LabView } from '#contract/lab.ts';
import { Button } from '../../ui/Button.tsx';
import { Empty } from '../../ui/Empty.tsx';
import type { DeckExtras } from '../../ui/pane-kind.ts';
import { DeckDivider } from './DeckDivider.tsx';
import { DropZones } from './DropZones.tsx';
import { type DeckActions, slotId } from './deck-actions.ts';
import { chosenTab, type Layout, type PaneRef, paneKey, panesIn, resizeSplit, type Tab } from './layout.ts';
import { type Box, dividers, paneBoxes } from './layout-boxes.ts';
import type { LayoutStore } from './layout-store.ts';
import { OtherPane } from './OtherPane.tsx';
import type { PaneDrag } from './pane-drag.ts';
import { paneName } from './pane-names.ts';
import type { TerminalSocket } from './shell-link.ts';
import css from './Deck.module.css';
import { TerminalPane } from './TerminalPane.tsx';
import { stageId, tabId } from './tab-ids.ts';
import type { TerminalSet } from './terminal-set.ts';
import type { TerminalSettings } from './terminal-settings.ts';
import type { ChangeSettings } from './use-terminal-settings.ts';

export interface StageProps {
  lab: LabView;
  set: TerminalSet;
  socket: TerminalSocket;
  layout: Layout;
  store: LayoutStore;
  actions: DeckActions;
  drag: PaneDrag;
  extras: DeckExtras;
  settings: TerminalSettings;
  onSettings: ChangeSettings;
  /** The key of the pane whose search is open. */
  searching: string | undefined;
  onSearch: (key: string | undefined) => void;
  onClose: (key: string) => void;
}

/** All panes of all tabs, side by side in the document, so that moving one never makes it anew. */
export function DeckStage(props: StageProps) {
  const { layout, store } = props;
  const shown = chosenTab(layout);
  if (shown === undefined) return <NoTabs {...props} />;
  const panes = layout.tabs.flatMap((tab) =>
    paneBoxes(tab.tree).map(({ pane, box }) => ({ pane, box, tab, key: paneKey(pane) })),
  );
  return (
    <div className={css['stage']} id={stageId} role="tabpanel" aria-labelledby={tabId(shown.id)}>
      {panes
        .toSorted((a, b) => (a.key < b.key ? -1 : 1))
        .map(({ pane, box, tab, key }) => (
          <div
            key={key}
            id={slotId(key)}
            tabIndex={-1}
            className={css['slot']}
            style={place(box)}
            data-shown={tab === shown || undefined}
            data-beside={(tab === shown && box.x > 0) || undefined}
            data-below={(tab === shown && box.y > 0) || undefined}
          >
            <Pane {...props} pane={pane} tab={tab} shown={tab === shown} />
          </div>
        ))}
      {dividers(shown.tree).map((divider) => (
        <DeckDivider
          key={divider.path}
          divider={divider}
          onMove={(at) => store.change((now) => resizeSplit(now, shown.id, divider.path, at))}
        />
      ))}
      <DropZones lab={props.lab} drag={props.drag} layout={layout} kinds={props.extras.kinds ?? []} />
    </div>
  );
}

const place = (box: Box): CSSProperties => ({
  left: `${box.x}%`,
  top: `${box.y}%`,
  width: `${box.width}%`,
  height: `${box.height}%`,
});

function Pane(props: StageProps & { pane: PaneRef; tab: Tab; shown: boolean }) {
  const { lab, actions, extras, pane, tab, shown, searching, onSearch, onClose } = props;
  const key = paneKey(pane);
  const name = paneName(lab, extras.kinds ?? [], pane);
  // A tab that is called otherwise, or has several panes, does not tell the machine: each pane does so itself.
  const head = tab.name !== undefined || panesIn(tab.tree).length > 1;
  const common = {
    name,
    head,
    shown,
    onClose: () => onClose(key),
    onFocus: () => actions.focused(key),
    onGrab: (event: PointerEvent) => props.drag.press(event, { pane: key }),
    onHead: () => actions.goTo(key),
  };
  if (pane.kind !== 'shell') {
    const kind = extras.kinds?.find((one) => one.kind === pane.kind);
    return kind === undefined ? null : <OtherPane {...common} kind={kind} subject={pane.subject} />;
  }
  return (
    <TerminalPane
      {...common}
      lab={lab.id}
      subject={pane.subject}
      socket={props.socket}
      set={props.set}
      extras={extras}
      settings={props.settings}
      onSettings={props.onSettings}
      searching={searching === key}
      onSearch={(open) => onSearch(open ? key : undefined)}
    />
  );
}

function NoTabs({ lab, actions }: StageProps) {
  return (
    <div className={css['stage']} id={stageId} role="tabpanel" aria-label="Terminals">
      <div className={css['none']}>
        <Empty title="No terminal is open">Open one on any machine of the lab.</Empty>
        <p className={css['noneActions']}>
          {lab.terminals.map(({ id, label }) => (
            <Button key={id} small onClick={() => actions.newShell(id)}>
              {label}
            </Button>
          ))}
        </p>
      </div>
    </div>
  );
}
