import { type CSSProperties, useSyncExternalStore } from 'react';
import { createPortal } from 'react-dom';
import type { LabView } from '#contract/lab.ts';
import type { PaneKind } from '../../ui/pane-kind.ts';
import css from './Deck.module.css';
import { chosenTab, type Layout, paneKey, paneWith, tabWith } from './layout.ts';
import { type Box, paneBoxes } from './layout-boxes.ts';
import { type Drop, type Moved, type Zone, zoneBox } from './layout-moves.ts';
import { MachineMark } from './MachineMark.tsx';
import type { Dragged, PaneDrag } from './pane-drag.ts';
import { paneName, tabName } from './pane-names.ts';

interface Names {
  lab: LabView;
  layout: Layout;
  kinds: readonly PaneKind[];
}

/** While a pane is dragged: the places of the pane under the pointer, what it would take, and in words where it would go. */
export function DropZones({ drag, ...names }: Names & { drag: PaneDrag }) {
  const dragged = useSyncExternalStore(drag.subscribe, drag.get);
  if (dragged === undefined) return null;
  return (
    <>
      <Places {...names} dragged={dragged} />
      {createPortal(<Ghost {...names} dragged={dragged} />, document.body)}
    </>
  );
}

const zones: Readonly<Record<Zone, CSSProperties>> = {
  left: { inset: '0 72% 0 0' },
  right: { inset: '0 0 0 72%' },
  up: { inset: '0 28% 72% 28%' },
  down: { inset: '72% 28% 0 28%' },
  middle: { inset: '28%' },
};

function Places({ lab, layout, kinds, dragged: { drop, not } }: Names & { dragged: Dragged }) {
  const tab = chosenTab(layout);
  if (drop?.on !== 'pane' || not === 'same' || tab === undefined) return null;
  const found = paneBoxes(tab.tree).find(({ pane }) => paneKey(pane) === drop.key);
  if (found === undefined) return null;
  const name = paneName(lab, kinds, found.pane).title;
  return (
    <>
      <div className={css['zones']} style={placed(found.box)} aria-hidden="true">
        {Object.entries(zones).map(([zone, style]) => (
          <div key={zone} className={css['zone']} style={style} />
        ))}
      </div>
      <div
        className={css['target']}
        style={placed(zoneBox(found.box, drop.zone))}
        data-zone={drop.zone}
        data-not={not}
        aria-hidden="true"
      >
        {not === 'full' ? 'This tab has no room for more' : `${zoneWords[drop.zone]} ${name}`}
      </div>
    </>
  );
}

const placed = ({ x, y, width, height }: Box): CSSProperties => ({
  inset: `${y}% ${100 - x - width}% ${100 - y - height}% ${x}%`,
});

const zoneWords: Readonly<Record<Zone, string>> = {
  left: 'Left of',
  right: 'Right of',
  up: 'Above',
  down: 'Below',
  middle: 'Change places with',
};

/** What is dragged, beside the pointer. */
function Ghost({ dragged, ...names }: Names & { dragged: Dragged }) {
  const { lab, layout, kinds } = names;
  const tab = movedTab(layout, dragged.moved);
  if (tab === undefined) return null;
  const pane = 'pane' in dragged.moved ? paneWith(layout, dragged.moved.pane) : undefined;
  const name =
    pane === undefined ? tabName(lab, kinds, layout, tab) : { ...paneName(lab, kinds, pane), own: undefined };
  const where = words(names, dragged);
  return (
    <div
      className={css['ghost']}
      data-colour={name.machine?.colour}
      style={beside(dragged)}
      aria-hidden="true"
    >
      {name.machine === undefined ? null : <MachineMark colour={name.machine.colour} />}
      {name.own ?? name.title}
      {where === undefined ? null : <em>{where}</em>}
    </div>
  );
}

/** Left of the pointer where the window ends on the right. */
const beside = ({ x, y }: Dragged): CSSProperties =>
  x + 280 < window.innerWidth
    ? { left: x + 14, top: y + 12 }
    : { right: window.innerWidth - x + 10, top: y + 12 };

const movedTab = (layout: Layout, moved: Moved) =>
  'tab' in moved ? layout.tabs.find(({ id }) => id === moved.tab) : tabWith(layout, moved.pane);

function words({ lab, layout, kinds }: Names, { moved, drop, not }: Dragged): string | undefined {
  if (not === 'full') return 'no room in this tab';
  if ('tab' in moved && moved.tab === layout.chosen) return 'show another tab, then drag this one onto it';
  if (not !== undefined || drop === undefined) return undefined;
  return dropWords({ lab, layout, kinds }, drop);
}

function dropWords({ lab, layout, kinds }: Names, drop: Drop): string | undefined {
  if (drop.on === 'own') return 'into a tab of its own';
  const tab = drop.on === 'tab' ? layout.tabs.find(({ id }) => id === drop.id) : undefined;
  return tab === undefined ? undefined : `into the tab ${tabName(lab, kinds, layout, tab).own}`;
}
