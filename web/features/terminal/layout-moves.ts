import {
  closePane,
  focusPane,
  type Layout,
  limits,
  openTab,
  type PaneRef,
  paneKey,
  panesIn,
  replacePane,
  type Split,
  shares,
  type Tab,
  tabWith,
  type Tree,
  withTab,
} from './layout.ts';
import type { Box, Side } from './layout-boxes.ts';

/** What is moved: a pane, by its key, or a tab with all that is in it. */
export type Moved = { readonly pane: string } | { readonly tab: number };

/** Which part of a pane something is put on: a half of it, or the middle, where the two change places. */
export type Zone = Side | 'middle';

/** Where something is put: on a pane, into a tab, at the edge of its own tab, or into a tab of its own. */
export type Drop =
  | { readonly on: 'pane'; readonly key: string; readonly zone: Zone }
  | { readonly on: 'tab'; readonly id: number }
  | { readonly on: 'edge'; readonly side: Side }
  | { readonly on: 'own' };

interface Source {
  readonly tab: Tab;
  readonly tree: Tree;
  readonly panes: readonly PaneRef[];
  /** The pane that takes the focus where it goes. */
  readonly focus: string;
}

/** What was there stays as it is where `canDrop` says no. */
export function dropOn(layout: Layout, moved: Moved, drop: Drop): Layout {
  const from = sourceOf(layout, moved);
  if (from === undefined || whyNot(layout, moved, drop) !== undefined) return layout;
  const [pane] = from.panes;
  if (pane === undefined) return layout;
  const rest = from.panes.map(paneKey).reduce(closePane, layout);
  switch (drop.on) {
    case 'own':
      return openTab(rest, pane);
    case 'edge': {
      const remains = tabOf(rest, from.tab.id);
      if (remains === undefined) return layout;
      return tabChanged(
        rest,
        remains,
        { ...remains, tree: beside(remains.tree, drop.side, from.tree) },
        from,
      );
    }
    case 'tab': {
      const to = tabOf(rest, drop.id);
      return to === undefined ? layout : putBeside(rest, to.focus, 'right', from);
    }
    case 'pane':
      return drop.zone === 'middle'
        ? changePlaces(layout, pane, drop.key)
        : putBeside(rest, drop.key, drop.zone, from);
  }
}

/** Why something cannot be put there: it is there already (`same`), or the tab has no room for it (`full`). */
export function whyNot(layout: Layout, moved: Moved, drop: Drop): 'same' | 'full' | undefined {
  const from = sourceOf(layout, moved);
  if (from === undefined) return 'same';
  const whole = from.panes.length === panesIn(from.tab.tree).length;
  if (drop.on === 'own' || drop.on === 'edge') return whole ? 'same' : undefined;
  const to = drop.on === 'tab' ? tabOf(layout, drop.id) : tabWith(layout, drop.key);
  if (to === undefined) return 'same';
  if (drop.on === 'pane') {
    if (from.panes.some((pane) => paneKey(pane) === drop.key)) return 'same';
    // Two panes change places; several have no one place.
    if (drop.zone === 'middle') return from.panes.length > 1 ? 'same' : undefined;
  }
  if (to.id === from.tab.id) return drop.on === 'tab' ? 'same' : undefined;
  return panesIn(to.tree).length + from.panes.length > limits.panesPerTab ? 'full' : undefined;
}

/** From an edge as far as this belongs to the edge, as a share of the pane. */
const edge = 0.28;

/** The zone at a point of a pane, both from 0 to 1. */
export function zoneAt(x: number, y: number): Zone {
  const ways: readonly (readonly [Side, number])[] = [
    ['left', x],
    ['right', 1 - x],
    ['up', y],
    ['down', 1 - y],
  ];
  const [side, far] = ways.reduce((near, way) => (way[1] < near[1] ? way : near));
  return far < edge ? side : 'middle';
}

/** The part of a pane that a zone stands for. */
export function zoneBox({ x, y, width, height }: Box, zone: Zone): Box {
  switch (zone) {
    case 'left':
      return { x, y, width: width / 2, height };
    case 'right':
      return { x: x + width / 2, y, width: width / 2, height };
    case 'up':
      return { x, y, width, height: height / 2 };
    case 'down':
      return { x, y: y + height / 2, width, height: height / 2 };
    case 'middle':
      return { x, y, width, height };
  }
}

function sourceOf(layout: Layout, moved: Moved): Source | undefined {
  if ('tab' in moved) {
    const tab = tabOf(layout, moved.tab);
    return tab && { tab, tree: tab.tree, panes: panesIn(tab.tree), focus: tab.focus };
  }
  const tab = tabWith(layout, moved.pane);
  const pane = tab && panesIn(tab.tree).find((one) => paneKey(one) === moved.pane);
  if (tab === undefined || pane === undefined) return undefined;
  return { tab, tree: { pane }, panes: [pane], focus: moved.pane };
}

const tabOf = (layout: Layout, id: number): Tab | undefined => layout.tabs.find((tab) => tab.id === id);

function tabChanged(layout: Layout, old: Tab, next: Tab, { focus }: Source): Layout {
  const tabs = layout.tabs.map((tab) => (tab === old ? next : tab));
  return focusPane({ ...layout, tabs }, focus);
}

function putBeside(layout: Layout, key: string, side: Side, { tree, focus }: Source): Layout {
  const put = withTab(layout, key, (tab) => ({
    ...tab,
    tree: replacePane(tab.tree, key, (pane) => beside({ pane }, side, tree)),
  }));
  return focusPane(put, focus);
}

function beside(there: Tree, side: Side, come: Tree): Split {
  const before = side === 'left' || side === 'up';
  return {
    split: side === 'left' || side === 'right' ? 'right' : 'down',
    at: shares.usual,
    first: before ? come : there,
    second: before ? there : come,
  };
}

function changePlaces(layout: Layout, pane: PaneRef, other: string): Layout {
  const key = paneKey(pane);
  const there = layout.tabs.flatMap((tab) => panesIn(tab.tree)).find((one) => paneKey(one) === other);
  if (there === undefined) return layout;
  const swapped = (tree: Tree): Tree => {
    if (!('pane' in tree)) return { ...tree, first: swapped(tree.first), second: swapped(tree.second) };
    const own = paneKey(tree.pane);
    return { pane: own === key ? there : own === other ? pane : tree.pane };
  };
  const tabs = layout.tabs.map((tab) => {
    const tree = swapped(tab.tree);
    const keys = panesIn(tree).map(paneKey);
    // The focus stays in its place where its pane has gone.
    return { ...tab, tree, focus: keys.includes(tab.focus) ? tab.focus : tab.focus === key ? other : key };
  });
  return focusPane({ ...layout, tabs }, key);
}
