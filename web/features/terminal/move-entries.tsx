import {
  ArrowDownToLine,
  ArrowLeftRight,
  ArrowLeftToLine,
  ArrowRightToLine,
  ArrowUpToLine,
  PanelTop,
  SquareArrowOutUpRight,
} from 'lucide-react';
import { announce } from '../../ui/Announcer.tsx';
import { paneKey, panesIn, paneWith, type Tab } from './layout.ts';
import { type Drop, whyNot } from './layout-moves.ts';
import { MachineMark } from './MachineMark.tsx';
import type { MenuEntry } from './MenuItems.tsx';
import { paneName, tabName } from './pane-names.ts';
import type { TabBarProps } from './TabBar.tsx';

/** Entries of a menu under one heading. */
export interface MoveGroup {
  readonly heading: string;
  readonly entries: readonly MenuEntry[];
}

const edges = [
  ['left', 'To the left edge', <ArrowLeftToLine key="left" size={14} />],
  ['right', 'To the right edge', <ArrowRightToLine key="right" size={14} />],
  ['up', 'To the top', <ArrowUpToLine key="up" size={14} />],
  ['down', 'To the bottom', <ArrowDownToLine key="down" size={14} />],
] as const;

/** Wherever the focused pane of a tab can go: all that dragging can do, for keyboards. */
export function moveGroups(
  { lab, layout, actions, extras }: Pick<TabBarProps, 'lab' | 'layout' | 'actions' | 'extras'>,
  tab: Tab,
): MoveGroup[] {
  const kinds = extras.kinds ?? [];
  const pane = paneWith(layout, tab.focus);
  if (pane === undefined) return [];
  const own = paneName(lab, kinds, pane).title;
  const entry = (drop: Drop, label: string, icon: MenuEntry['icon']): MenuEntry => {
    const not = whyNot(layout, { pane: tab.focus }, drop);
    return {
      label,
      id: JSON.stringify(drop),
      icon,
      disabled: not !== undefined,
      ...(not === 'full' ? { note: 'full' } : {}),
      run: () => {
        actions.drop({ pane: tab.focus }, drop);
        announce(`${own}: moved ${label.charAt(0).toLowerCase()}${label.slice(1)}`);
      },
    };
  };
  const others = layout.tabs.filter((other) => other !== tab);
  const toTabs = others.map((other) => {
    const { own: name, machine } = tabName(lab, kinds, layout, other);
    const icon = machine === undefined ? <PanelTop size={14} /> : <MachineMark colour={machine.colour} />;
    return entry({ on: 'tab', id: other.id }, `To the tab ${name}`, icon);
  });
  const alone = entry({ on: 'own' }, 'To a tab of its own', <SquareArrowOutUpRight size={14} />);
  const beside = panesIn(tab.tree).filter((other) => paneKey(other) !== tab.focus);
  if (beside.length === 0) return [{ heading: `Move ${own}`, entries: toTabs }];
  const swaps = beside.map((other) =>
    entry(
      { on: 'pane', key: paneKey(other), zone: 'middle' },
      `In the place of ${paneName(lab, kinds, other).title}`,
      <ArrowLeftRight size={14} />,
    ),
  );
  const toEdges = edges.map(([side, label, icon]) => entry({ on: 'edge', side }, label, icon));
  return [
    { heading: `Move ${own}`, entries: [...toTabs, alone] },
    { heading: 'Within this tab', entries: [...toEdges, ...swaps] },
  ];
}
