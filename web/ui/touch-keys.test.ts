import { expect, test } from 'vitest';
import { asWanted, withCtrl } from './touch-keys.ts';

test('Ctrl on a touch keyboard makes control characters', () => {
  expect(['c', 'C', '[', ' ', 'é', '1'].map(withCtrl)).toEqual([
    '\u0003',
    '\u0003',
    '\u001b',
    '\u0000',
    undefined,
    undefined,
  ]);
});

test('arrows are those of the mode that a program has set', () => {
  expect([asWanted('\u001b[A', true), asWanted('\u001b[A', false), asWanted('\u001b[5~', true)]).toEqual([
    '\u001bOA',
    '\u001b[A',
    '\u001b[5~',
  ]);
});
