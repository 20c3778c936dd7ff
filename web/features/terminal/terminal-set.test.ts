import { expect, test } from 'vitest';
import type { TerminalIsland } from './terminal-island.ts';
import { TerminalSet } from './terminal-set.ts';

/** Of an island only that it takes the focus. */
function island(name: string, focus: string[]): TerminalIsland {
  return { focus: () => void focus.push(name) } as unknown as TerminalIsland;
}

test('a shell that is not on the page yet gets the focus when it comes, once', async () => {
  const [set, focus]: [TerminalSet, string[]] = [new TerminalSet(), []];
  set.add('a/1', island('a/1', focus));
  set.giveFocus('a/2');
  const remove = set.add('a/2', island('a/2', focus));
  await Promise.resolve();
  expect(focus).toEqual(['a/2']);
  remove();
  set.add('a/2', island('a/2', focus));
  await Promise.resolve();
  expect(focus).toEqual(['a/2']);
});

test('whoever chose another terminal meanwhile keeps it', async () => {
  const [set, focus]: [TerminalSet, string[]] = [new TerminalSet(), []];
  set.add('a/1', island('a/1', focus));
  set.giveFocus('a/2');
  set.focused('a/1');
  set.add('a/2', island('a/2', focus));
  await Promise.resolve();
  expect(focus).toEqual([]);
  expect(set.place()).toEqual({ terminal: 'a', number: 1 });
});

test('whoever has opened a menu meanwhile stays in it', async () => {
  const [set, focus]: [TerminalSet, string[]] = [new TerminalSet(), []];
  const [menu, pressed] = [document.createElement('button'), document.createElement('button')];
  document.body.append(menu, pressed);
  pressed.focus();
  set.giveFocus('a/2');
  menu.focus();
  set.add('a/2', island('a/2', focus));
  await Promise.resolve();
  expect(focus).toEqual([]);
  // What was pressed has left the page with its menu: nobody has gone anywhere.
  pressed.focus();
  set.giveFocus('a/3');
  pressed.remove();
  set.add('a/3', island('a/3', focus));
  await Promise.resolve();
  expect(focus).toEqual(['a/3']);
  menu.remove();
});
