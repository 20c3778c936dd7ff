import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  allPanes,
  canSplit,
  chooseTab,
  closePane,
  focusPane,
  type Layout,
  layoutOf,
  limits,
  moveTab,
  openTab,
  type PaneRef,
  paneKey,
  panesIn,
  renameTab,
  resizeSplit,
  shares,
  splitPane,
  turnTab,
} from './layout.ts';
import { dividers, growPane, neighbour, paneBoxes, type Side } from './layout-boxes.ts';
import { type Drop, dropOn, type Moved } from './layout-moves.ts';
import { parseLayout } from './layout-kept.ts';

const pane = (subject: string): PaneRef => ({ kind: 'shell', subject });
const key = (subject: string): string => paneKey(pane(subject));
const start = layoutOf([pane('ws/1'), pane('cp/1'), pane('worker/1')]);

/** Anything that a learner can do, in any order; what does not apply changes nothing. */
const deeds = fc.array(
  fc.oneof(
    fc.record({ do: fc.constant('open' as const), n: fc.nat(9) }),
    fc.record({ do: fc.constantFrom('right' as const, 'down' as const), n: fc.nat(9), of: fc.nat(9) }),
    fc.record({
      do: fc.constantFrom('close', 'focus', 'choose', 'turn', 'name'),
      n: fc.integer({ min: -3, max: 9 }),
    }),
    fc.record({
      do: fc.constant('drop' as const),
      n: fc.nat(9),
      whole: fc.boolean(),
      on: fc.constantFrom('pane', 'tab', 'edge', 'own'),
      of: fc.nat(9),
      zone: fc.constantFrom('left', 'right', 'up', 'down', 'middle'),
    }),
    fc.record({ do: fc.constant('move' as const), n: fc.nat(9), to: fc.integer({ min: -3, max: 12 }) }),
    fc.record({
      do: fc.constant('grow' as const),
      n: fc.nat(9),
      side: fc.constantFrom<Side>('left', 'right', 'up', 'down'),
      by: fc.integer({ min: -200, max: 200 }),
    }),
  ),
  { maxLength: 40 },
);
type Deed = (typeof deeds extends fc.Arbitrary<infer T> ? T : never)[number];

function act(layout: Layout, deed: Deed): Layout {
  const there = allPanes(layout);
  const some = paneKey(there[Math.abs(deed.n) % Math.max(1, there.length)] ?? pane('none'));
  switch (deed.do) {
    case 'open':
      return openTab(layout, pane(`ws/${deed.n + 1}`));
    case 'right':
    case 'down':
      return canSplit(layout, some) ? splitPane(layout, some, deed.do, pane(`cp/${deed.of + 1}`)) : layout;
    case 'close':
      return closePane(layout, some);
    case 'drop': {
      const tab = layout.tabs[deed.n % Math.max(1, layout.tabs.length)]?.id ?? 0;
      const moved: Moved = deed.whole ? { tab } : { pane: some };
      const other = paneKey(there[deed.of % Math.max(1, there.length)] ?? pane('none'));
      const drops: Record<Drop['on'], Drop> = {
        pane: { on: 'pane', key: other, zone: deed.zone },
        tab: { on: 'tab', id: layout.tabs[deed.of % Math.max(1, layout.tabs.length)]?.id ?? 0 },
        edge: { on: 'edge', side: deed.zone === 'middle' ? 'left' : deed.zone },
        own: { on: 'own' },
      };
      const after = dropOn(layout, moved, drops[deed.on]);
      // Nothing is lost on the way.
      expect(allPanes(after).map(paneKey).toSorted()).toEqual(allPanes(layout).map(paneKey).toSorted());
      return after;
    }
    case 'focus':
      return focusPane(layout, some);
    case 'choose':
      return chooseTab(layout, deed.n);
    case 'turn':
      return turnTab(layout, deed.n);
    case 'name':
      return renameTab(layout, layout.chosen, 'x'.repeat(Math.max(0, deed.n) * 9));
    case 'move':
      return moveTab(layout, layout.tabs[deed.n % Math.max(1, layout.tabs.length)]?.id ?? 0, deed.to);
    case 'grow':
      return growPane(layout, some, deed.side, deed.by);
  }
}

describe('after anything that a learner can do', () => {
  const whatever = (check: (layout: Layout) => void): void =>
    fc.assert(
      fc.property(deeds, (all) => check(all.reduce(act, start))),
      { numRuns: 300 },
    );

  test('no pane is there twice, and the shown tab and its focused pane exist', () => {
    whatever((layout) => {
      const keys = allPanes(layout).map(paneKey);
      expect(new Set(keys).size).toBe(keys.length);
      for (const tab of layout.tabs) expect(panesIn(tab.tree).map(paneKey)).toContain(tab.focus);
      expect(layout.tabs.length === 0 || layout.tabs.some((tab) => tab.id === layout.chosen)).toBe(true);
    });
  });

  test('the panes of a tab fill it without overlapping', () => {
    whatever((layout) => {
      for (const { tree } of layout.tabs) {
        const boxes = paneBoxes(tree).map(({ box }) => box);
        const area = boxes.reduce((sum, box) => sum + box.width * box.height, 0);
        expect(area).toBeCloseTo(10_000, 4);
        for (const [at, a] of boxes.entries()) {
          for (const b of boxes.slice(at + 1)) {
            const wide = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
            const high = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
            expect(Math.min(wide, high)).toBeLessThan(1e-6);
          }
        }
      }
    });
  });

  test('who goes to a neighbour comes from its other side, and shares stay within their bounds', () => {
    whatever((layout) => {
      for (const { tree } of layout.tabs) {
        for (const { at } of dividers(tree)) expect(at >= shares.min && at <= shares.max).toBe(true);
        for (const own of panesIn(tree)) {
          const right = neighbour(tree, paneKey(own), 'right');
          const boxes = new Map(paneBoxes(tree).map((one) => [paneKey(one.pane), one.box]));
          const [a, b] = [boxes.get(paneKey(own)), right && boxes.get(paneKey(right))];
          if (a !== undefined && b !== undefined) expect(b.x).toBeCloseTo(a.x + a.width, 4);
        }
      }
    });
  });

  test('what is kept and read again is the same', () => {
    whatever((layout) => {
      if (allPanes(layout).length <= limits.panes) {
        expect(parseLayout(JSON.stringify(layout))).toEqual(layout);
      }
    });
  });
});

test('a split halves its pane, and closing gives the room back', () => {
  const split = splitPane(start, key('ws/1'), 'right', pane('cp/2'));
  const tree = split.tabs[0]?.tree;
  expect(tree && paneBoxes(tree).map(({ box }) => box.width)).toEqual([50, 50]);
  expect(split.tabs[0]?.focus).toBe(key('cp/2'));
  expect(closePane(split, key('cp/2'))).toEqual(start);
});

test('a pane that is there already is shown, not opened twice', () => {
  expect(openTab(start, pane('cp/1'))).toEqual({ ...start, chosen: 2 });
  expect(splitPane(start, key('ws/1'), 'down', pane('cp/1'))).toEqual({ ...start, chosen: 2 });
});

test('closing the shown tab shows the one that takes its place', () => {
  const second = chooseTab(start, 2);
  expect(closePane(second, key('cp/1')).chosen).toBe(3);
  expect(closePane(chooseTab(start, 3), key('worker/1')).chosen).toBe(2);
});

test('the focus goes across a grid as the eye does', () => {
  const grid = [
    ['ws/1', 'right', 'b/1'],
    ['ws/1', 'down', 'c/1'],
    ['b/1', 'down', 'd/1'],
  ] as const;
  const layout = grid.reduce<Layout>((l, [of, to, next]) => splitPane(l, key(of), to, pane(next)), start);
  const tree = layout.tabs[0]?.tree;
  if (tree === undefined) throw new Error('no tab');
  const go = (from: string, side: Side) => neighbour(tree, key(from), side)?.subject;
  expect([go('ws/1', 'right'), go('ws/1', 'down'), go('d/1', 'left'), go('d/1', 'up')]).toEqual([
    'b/1',
    'c/1',
    'c/1',
    'b/1',
  ]);
  expect(go('ws/1', 'left')).toBeUndefined();
});

test('a size by keyboard moves the nearest line across that direction', () => {
  const split = splitPane(start, key('ws/1'), 'right', pane('cp/2'));
  const at = (layout: Layout): number | undefined =>
    dividers(layout.tabs[0]?.tree ?? { pane: pane('x') })[0]?.at;
  expect(at(growPane(split, key('ws/1'), 'right', 5))).toBe(55);
  expect(at(growPane(split, key('cp/2'), 'left', 5))).toBe(45);
  expect(growPane(split, key('ws/1'), 'up', 5)).toBe(split);
  expect(at(resizeSplit(split, 1, '', 99))).toBe(shares.max);
});

test.each([
  ['nothing', null],
  ['no JSON', '{'],
  ['another shape', '{"tabs":1}'],
  ['a pane twice', JSON.stringify({ tabs: [start.tabs[0], { ...start.tabs[0], id: 2 }], chosen: 1 })],
  ['a tab twice', JSON.stringify({ tabs: [start.tabs[0], { ...start.tabs[1], id: 1 }], chosen: 1 })],
  [
    'a share out of bounds',
    JSON.stringify(start).replace('{"pane":', '{"split":"right","at":99,"first":1,"pane":'),
  ],
])('%s is no kept layout', (_, text) => {
  expect(parseLayout(text)).toBeUndefined();
});
