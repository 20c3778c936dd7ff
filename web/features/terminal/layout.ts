/** Where panes stand in the deck: tabs, and in each tab a tree of splits. All of it is plain data; every function returns anew. */

export type SplitTo = 'right' | 'down';

export interface PaneRef {
  /** `shell`, or a kind that others have added. */
  readonly kind: string;
  readonly subject: string;
}

export interface Split {
  readonly split: SplitTo;
  /** The share of the first part, in percent. */
  readonly at: number;
  readonly first: Tree;
  readonly second: Tree;
}

export type Tree = { readonly pane: PaneRef } | Split;

export interface Tab {
  readonly id: number;
  /** What the learner calls it; without one it is named after its pane. */
  readonly name?: string;
  readonly tree: Tree;
  /** The pane that has or had the focus, as a key. */
  readonly focus: string;
}

export interface Layout {
  readonly tabs: readonly Tab[];
  /** The id of the shown tab; of none while there are no tabs. */
  readonly chosen: number;
}

export const shares = { min: 15, max: 85, usual: 50 };
export const limits = { panesPerTab: 6, panes: 12, name: 40 };

export const paneKey = ({ kind, subject }: PaneRef): string => `${kind}:${subject}`;
export const clampShare = (at: number): number =>
  Math.round(Math.min(shares.max, Math.max(shares.min, at)) * 10) / 10;

export function panesIn(tree: Tree): PaneRef[] {
  return 'pane' in tree ? [tree.pane] : [...panesIn(tree.first), ...panesIn(tree.second)];
}

export const allPanes = (layout: Layout): PaneRef[] => layout.tabs.flatMap((tab) => panesIn(tab.tree));

export function tabWith(layout: Layout, key: string): Tab | undefined {
  return layout.tabs.find((tab) => panesIn(tab.tree).some((pane) => paneKey(pane) === key));
}

export const paneWith = (layout: Layout, key: string): PaneRef | undefined =>
  allPanes(layout).find((pane) => paneKey(pane) === key);

export const chosenTab = (layout: Layout): Tab | undefined =>
  layout.tabs.find((tab) => tab.id === layout.chosen);

/** One tab for each of these, the first of them shown. */
export function layoutOf(panes: readonly PaneRef[]): Layout {
  const tabs = panes.map((pane, at) => ({ id: at + 1, tree: { pane }, focus: paneKey(pane) }));
  return { tabs, chosen: tabs[0]?.id ?? 0 };
}

/** Shows a pane in a tab of its own, behind the shown one; or the tab where it is already. */
export function openTab(layout: Layout, pane: PaneRef): Layout {
  const key = paneKey(pane);
  if (tabWith(layout, key) !== undefined) return focusPane(layout, key);
  const id = Math.max(0, ...layout.tabs.map((tab) => tab.id)) + 1;
  const after = layout.tabs.findIndex((tab) => tab.id === layout.chosen) + 1 || layout.tabs.length;
  return { tabs: layout.tabs.toSpliced(after, 0, { id, tree: { pane }, focus: key }), chosen: id };
}

/** Gives half of a pane to another one, which takes the focus. */
export function splitPane(layout: Layout, key: string, to: SplitTo, pane: PaneRef): Layout {
  if (tabWith(layout, paneKey(pane)) !== undefined) return focusPane(layout, paneKey(pane));
  return withTab(layout, key, (tab) => ({
    ...tab,
    tree: replacePane(tab.tree, key, (old) => ({
      split: to,
      at: shares.usual,
      first: { pane: old },
      second: { pane },
    })),
    focus: paneKey(pane),
  }));
}

/** Takes a pane away; its neighbour gets the room. A tab that loses its last pane goes, and the one beside it is shown. */
export function closePane(layout: Layout, key: string): Layout {
  const tab = tabWith(layout, key);
  if (tab === undefined) return layout;
  const tree = withoutPane(tab.tree, key);
  if (tree !== undefined) {
    const focus = tab.focus === key ? paneKey(panesIn(tree)[0] as PaneRef) : tab.focus;
    return withTab(layout, key, () => ({ ...tab, tree, focus }));
  }
  const at = layout.tabs.indexOf(tab);
  const tabs = layout.tabs.toSpliced(at, 1);
  const next = tabs[at] ?? tabs.at(-1);
  return { tabs, chosen: layout.chosen === tab.id ? (next?.id ?? 0) : layout.chosen };
}

/** Makes a pane the shown one, with its tab. */
export function focusPane(layout: Layout, key: string): Layout {
  const tab = tabWith(layout, key);
  if (tab === undefined || (tab.focus === key && layout.chosen === tab.id)) return layout;
  return { ...withTab(layout, key, (old) => ({ ...old, focus: key })), chosen: tab.id };
}

export function chooseTab(layout: Layout, id: number): Layout {
  return layout.tabs.some((tab) => tab.id === id) ? { ...layout, chosen: id } : layout;
}

/** The tab so many places further on, around the end. */
export function turnTab(layout: Layout, by: number): Layout {
  const at = layout.tabs.findIndex((tab) => tab.id === layout.chosen);
  const count = layout.tabs.length;
  return chooseTab(layout, layout.tabs[(((at + by) % count) + count) % count]?.id ?? 0);
}

/** An empty name gives the usual one back. */
export function renameTab(layout: Layout, id: number, name: string): Layout {
  const given = name.trim().slice(0, limits.name).trim();
  const tabs = layout.tabs.map((tab) => {
    if (tab.id !== id) return tab;
    const { name: _, ...unnamed } = tab;
    return given === '' ? unnamed : { ...unnamed, name: given };
  });
  return { ...layout, tabs };
}

/** Puts a tab at another place in the row; beyond the ends is at the end. */
export function moveTab(layout: Layout, id: number, to: number): Layout {
  const from = layout.tabs.findIndex((tab) => tab.id === id);
  const tab = layout.tabs[from];
  if (tab === undefined) return layout;
  const rest = layout.tabs.toSpliced(from, 1);
  return { ...layout, tabs: rest.toSpliced(Math.min(rest.length, Math.max(0, to)), 0, tab) };
}

/** Sets the share of a split. `path` leads to it from the top: `1` is the first part, `2` the second. */
export function resizeSplit(layout: Layout, id: number, path: string, at: number): Layout {
  const tabs = layout.tabs.map((tab) =>
    tab.id === id ? { ...tab, tree: resized(tab.tree, path, at) } : tab,
  );
  return { ...layout, tabs };
}

/** Whether the deck has room for one more pane beside this one. */
export function canSplit(layout: Layout, key: string): boolean {
  const tab = tabWith(layout, key);
  return tab !== undefined && panesIn(tab.tree).length < limits.panesPerTab && canOpen(layout);
}

export const canOpen = (layout: Layout): boolean => allPanes(layout).length < limits.panes;

/** Changes the tab that a pane is in. */
export function withTab(layout: Layout, key: string, change: (tab: Tab) => Tab): Layout {
  const tab = tabWith(layout, key);
  return { ...layout, tabs: layout.tabs.map((other) => (other === tab ? change(other) : other)) };
}

/** The tree with something else in the place of a pane. */
export function replacePane(tree: Tree, key: string, by: (pane: PaneRef) => Tree): Tree {
  if ('pane' in tree) return paneKey(tree.pane) === key ? by(tree.pane) : tree;
  return { ...tree, first: replacePane(tree.first, key, by), second: replacePane(tree.second, key, by) };
}

function withoutPane(tree: Tree, key: string): Tree | undefined {
  if ('pane' in tree) return paneKey(tree.pane) === key ? undefined : tree;
  const first = withoutPane(tree.first, key);
  const second = withoutPane(tree.second, key);
  if (first === undefined || second === undefined) return first ?? second;
  return { ...tree, first, second };
}

function resized(tree: Tree, path: string, at: number): Tree {
  if ('pane' in tree) return tree;
  if (path === '') return { ...tree, at: clampShare(at) };
  const part = path.startsWith('1') ? 'first' : 'second';
  return { ...tree, [part]: resized(tree[part], path.slice(1), at) };
}
