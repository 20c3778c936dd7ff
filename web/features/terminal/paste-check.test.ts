import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanPaste, largePaste } from './paste-check.ts';

test('a paste cannot end its own brackets', () => {
  expect(cleanPaste('a\u001b[201~\rrm -rf /\u0003')).toBe('a[201~\rrm -rf /');
});

test('lines, tabs and every letter stay', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      // oxlint-disable-next-line no-control-regex -- the counterpart of what is removed
      const printable = text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g, '');
      expect(cleanPaste(text)).toBe(printable);
    }),
  );
  expect(cleanPaste('a:\n\t- ü 漢 👩‍💻\r\n')).toBe('a:\n\t- ü 漢 👩‍💻\r\n');
});

test.each([
  ['one line', 'k get pods\n', false, undefined],
  ['a few lines', 'a\nb\nc\nd\n', false, undefined],
  ['many lines that would run', 'a\r\n'.repeat(9), false, { lines: 9, characters: 27 }],
  ['many lines taken as one text', 'a\n'.repeat(900), true, undefined],
  ['a whole book', 'a'.repeat(60_000), true, { lines: 1, characters: 60_000 }],
])('%s', (_, text, bracketed, expected) => {
  expect(largePaste(text, bracketed)).toEqual(expected);
});
