import { describe, expect, test } from 'vitest';
import { type Layout, layoutOf, type PaneRef, paneKey, splitPane } from './layout.ts';
import { paneBoxes } from './layout-boxes.ts';
import { type Drop, dropOn, whyNot, zoneAt, zoneBox } from './layout-moves.ts';

const pane = (subject: string): PaneRef => ({ kind: 'shell', subject });
const key = (subject: string): string => paneKey(pane(subject));
const start = layoutOf([pane('ws/1'), pane('cp/1'), pane('worker/1')]);

describe('what is moved', () => {
  const two = splitPane(start, key('ws/1'), 'right', pane('cp/2'));
  const shown = (layout: Layout, at = 0): string[] =>
    paneBoxes(layout.tabs[at]?.tree ?? { pane: pane('none') }).map(
      ({ pane: { subject }, box }) => `${subject} ${box.x},${box.y}`,
    );

  test.each([
    ['left', ['worker/1 0,0', 'ws/1 50,0']],
    ['right', ['ws/1 0,0', 'worker/1 50,0']],
    ['up', ['worker/1 0,0', 'ws/1 0,50']],
    ['down', ['ws/1 0,0', 'worker/1 0,50']],
  ] as const)('goes to the half that it is put on: %s', (zone, there) => {
    const after = dropOn(start, { pane: key('worker/1') }, { on: 'pane', key: key('ws/1'), zone });
    expect([shown(after), after.tabs.length, after.tabs[0]?.focus]).toEqual([there, 2, key('worker/1')]);
    expect(after.chosen).toBe(1);
  });

  test('changes places with what it is put on the middle of, across tabs', () => {
    const after = dropOn(two, { pane: key('worker/1') }, { on: 'pane', key: key('cp/2'), zone: 'middle' });
    expect([shown(after), shown(after, 2)]).toEqual([['ws/1 0,0', 'worker/1 50,0'], ['cp/2 0,0']]);
    expect(after.tabs.map((tab) => tab.focus)).toEqual([key('worker/1'), key('cp/1'), key('cp/2')]);
  });

  test('takes a whole tab with it, or comes out into a tab of its own, or to the edge of its own', () => {
    const whole = dropOn(two, { tab: 1 }, { on: 'pane', key: key('cp/1'), zone: 'down' });
    expect(shown(whole)).toEqual(['cp/1 0,0', 'ws/1 0,50', 'cp/2 50,50']);
    expect(shown(dropOn(two, { pane: key('cp/2') }, { on: 'own' }), 1)).toEqual(['cp/2 0,0']);
    expect(shown(dropOn(two, { pane: key('cp/2') }, { on: 'edge', side: 'up' }))).toEqual([
      'cp/2 0,0',
      'ws/1 0,50',
    ]);
    expect(shown(dropOn(two, { pane: key('cp/2') }, { on: 'tab', id: 3 }), 2)).toEqual([
      'worker/1 0,0',
      'cp/2 50,0',
    ]);
  });

  test('stays where it is when the tab is full, or when it is there already', () => {
    const full = ['a/1', 'b/1', 'c/1', 'd/1', 'e/1'].reduce(
      (layout, subject) => splitPane(layout, key('ws/1'), 'right', pane(subject)),
      start,
    );
    const over: Drop = { on: 'pane', key: key('ws/1'), zone: 'left' };
    expect(whyNot(full, { pane: key('cp/1') }, over)).toBe('full');
    expect(dropOn(full, { pane: key('cp/1') }, over)).toBe(full);
    expect(whyNot(full, { pane: key('cp/1') }, { ...over, zone: 'middle' })).toBeUndefined();
    expect(whyNot(full, { pane: key('a/1') }, over)).toBeUndefined();
    expect(whyNot(full, { tab: 1 }, over)).toBe('same');
    expect(whyNot(start, { pane: key('ws/1') }, { on: 'own' })).toBe('same');
  });

  test('is meant for the nearest edge, or for the middle', () => {
    expect([
      zoneAt(0.1, 0.2),
      zoneAt(0.9, 0.8),
      zoneAt(0.5, 0.1),
      zoneAt(0.4, 0.9),
      zoneAt(0.5, 0.6),
    ]).toEqual(['left', 'right', 'up', 'down', 'middle']);
    const box = { x: 20, y: 0, width: 40, height: 50 };
    expect(zoneBox(box, 'right')).toEqual({ x: 40, y: 0, width: 20, height: 50 });
    expect(zoneBox(box, 'middle')).toEqual(box);
  });
});
