import {
  type Layout,
  type PaneRef,
  paneKey,
  resizeSplit,
  type SplitTo,
  tabWith,
  type Tree,
} from './layout.ts';

/** A rectangle in percent of the whole deck. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PaneBox {
  readonly pane: PaneRef;
  readonly box: Box;
}

/** The line between the two parts of a split. */
export interface Divider {
  /** Leads to the split from the top of the tree, as `resizeSplit` takes it. */
  readonly path: string;
  readonly split: SplitTo;
  readonly at: number;
  /** What the split has as a whole: the divider moves within it. */
  readonly box: Box;
}

export type Side = 'left' | 'right' | 'up' | 'down';

const whole: Box = { x: 0, y: 0, width: 100, height: 100 };

/** The boxes of all panes; together they fill the whole without overlapping. */
export function paneBoxes(tree: Tree, box: Box = whole): PaneBox[] {
  if ('pane' in tree) return [{ pane: tree.pane, box }];
  const [first, second] = parts(tree.split, tree.at, box);
  return [...paneBoxes(tree.first, first), ...paneBoxes(tree.second, second)];
}

export function dividers(tree: Tree, box: Box = whole, path = ''): Divider[] {
  if ('pane' in tree) return [];
  const { split, at } = tree;
  const [first, second] = parts(split, at, box);
  return [
    { path, split, at, box },
    ...dividers(tree.first, first, `${path}1`),
    ...dividers(tree.second, second, `${path}2`),
  ];
}

/** The pane that touches this one on that side, the one next to its middle if there are several; undefined at the edge. */
export function neighbour(tree: Tree, key: string, side: Side): PaneRef | undefined {
  const boxes = paneBoxes(tree);
  const own = boxes.find(({ pane }) => paneKey(pane) === key)?.box;
  if (own === undefined) return undefined;
  const beside = boxes.filter(({ box }) => touches(own, box, side));
  const middle = side === 'left' || side === 'right' ? own.y + own.height / 2 : own.x + own.width / 2;
  return beside.find(({ box }) => holds(box, side, middle))?.pane ?? beside[0]?.pane;
}

/** Moves the nearest divider that lies across this direction by so many percent of its split. */
export function growPane(layout: Layout, key: string, side: Side, by: number): Layout {
  const tab = tabWith(layout, key);
  const path = tab && pathTo(tab.tree, key);
  if (tab === undefined || path === undefined) return layout;
  const split: SplitTo = side === 'left' || side === 'right' ? 'right' : 'down';
  const found = dividers(tab.tree)
    .filter((divider) => divider.split === split && path.startsWith(divider.path))
    .at(-1);
  if (found === undefined) return layout;
  const sign = side === 'right' || side === 'down' ? 1 : -1;
  return resizeSplit(layout, tab.id, found.path, found.at + sign * by);
}

function pathTo(tree: Tree, key: string, path = ''): string | undefined {
  if ('pane' in tree) return paneKey(tree.pane) === key ? path : undefined;
  return pathTo(tree.first, key, `${path}1`) ?? pathTo(tree.second, key, `${path}2`);
}

function parts(split: SplitTo, at: number, { x, y, width, height }: Box): [Box, Box] {
  if (split === 'right') {
    const own = (width * at) / 100;
    return [
      { x, y, width: own, height },
      { x: x + own, y, width: width - own, height },
    ];
  }
  const own = (height * at) / 100;
  return [
    { x, y, width, height: own },
    { x, y: y + own, width, height: height - own },
  ];
}

const near = (a: number, b: number): boolean => Math.abs(a - b) < 0.01;

function touches(own: Box, other: Box, side: Side): boolean {
  const besideRows = own.y < other.y + other.height - 0.01 && other.y < own.y + own.height - 0.01;
  const besideColumns = own.x < other.x + other.width - 0.01 && other.x < own.x + own.width - 0.01;
  switch (side) {
    case 'left':
      return besideRows && near(other.x + other.width, own.x);
    case 'right':
      return besideRows && near(own.x + own.width, other.x);
    case 'up':
      return besideColumns && near(other.y + other.height, own.y);
    case 'down':
      return besideColumns && near(own.y + own.height, other.y);
  }
}

function holds(box: Box, side: Side, middle: number): boolean {
  const [from, length] = side === 'left' || side === 'right' ? [box.y, box.height] : [box.x, box.width];
  return from <= middle && middle <= from + length;
}
