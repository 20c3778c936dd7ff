import { expect, test } from 'vitest';
import { deckCommand, isOfThePage, keyAction } from './terminal-keys.ts';

const press = (keys: string, more: object = {}) => {
  const parts = keys.split('+');
  return {
    key: parts.at(-1) ?? '',
    ctrlKey: parts.includes('Ctrl'),
    shiftKey: parts.includes('Shift'),
    altKey: parts.includes('Alt'),
    metaKey: parts.includes('Meta'),
    ...more,
  };
};

test.each([
  'Ctrl+c',
  'Ctrl+v',
  'Ctrl+w',
  'Ctrl+r',
  'Ctrl+a',
  'Ctrl+s',
  'Ctrl+d',
  'Ctrl+z',
  'Ctrl+x',
  'Ctrl+o',
  'Ctrl+f',
  'Ctrl+k',
  'Ctrl+u',
  'Ctrl+l',
  'Alt+b',
  'Alt+f',
  'Alt+.',
  'Alt+ArrowLeft',
  'Ctrl+ArrowLeft',
  'Shift+ArrowLeft',
  'Shift+Tab',
  'Tab',
  'Escape',
  'F1',
  'F10',
])('%s is for the shell', (keys) => {
  expect([keyAction(press(keys)), deckCommand(press(keys)), isOfThePage(press(keys))]).toEqual([
    undefined,
    undefined,
    false,
  ]);
});

test('what AltGr types is for the shell, also with Shift', () => {
  const altGr = { getModifierState: (name: string) => name === 'AltGraph' };
  for (const keys of ['Ctrl+Alt+@', 'Ctrl+Shift+d', 'Alt+Shift+ArrowUp']) {
    expect([deckCommand(press(keys, altGr)), keyAction(press(keys, altGr))]).toEqual([undefined, undefined]);
  }
});

test('the keys of the terminals are those of the exam’s desktop', () => {
  expect(['Ctrl+Shift+C', 'Ctrl+Shift+V', 'Ctrl+Shift+F'].map((keys) => keyAction(press(keys)))).toEqual([
    'copy',
    'paste',
    'search',
  ]);
});

test('commands stand on the same keys where a layout has other letters', () => {
  expect(keyAction(press('Ctrl+Shift+С', { code: 'KeyC' }))).toBe('copy');
  expect(deckCommand(press('Ctrl+Shift+Щ', { code: 'KeyO' }))).toEqual({ do: 'new' });
  expect(isOfThePage(press('Ctrl+Shift+Ε', { code: 'KeyE' }))).toBe(true);
  // A Latin layout is taken at its word: on Dvorak the key of S writes O.
  expect(deckCommand(press('Ctrl+Shift+O', { code: 'KeyS' }))).toEqual({ do: 'new' });
  expect(keyAction(press('Ctrl+Shift+ä', { code: 'Quote' }))).toBeUndefined();
});

test('the deck has keys for everything that the mouse does', () => {
  expect(deckCommand(press('Ctrl+Shift+ArrowUp'))).toEqual({ do: 'go', side: 'up' });
  expect(deckCommand(press('Alt+Shift+ArrowRight'))).toEqual({ do: 'grow', side: 'right' });
  expect(deckCommand(press('Ctrl+Shift+PageUp'))).toEqual({ do: 'move', by: -1 });
  expect(deckCommand(press('Ctrl+Shift+S'))).toEqual({ do: 'split', to: 'right' });
  expect(deckCommand(press('Ctrl+Shift+M'))).toEqual({ do: 'place' });
  expect(isOfThePage(press('Ctrl+Shift+Z'))).toBe(true);
});
