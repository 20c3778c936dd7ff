import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Lines } from './lines.ts';

test('lines come out whole, however the bytes are cut', () => {
  const line = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\n', ''));
  fc.assert(
    fc.property(fc.array(line), fc.integer({ min: 1, max: 9 }), (sent, step) => {
      const bytes = Buffer.from(sent.map((text) => `${text}\n`).join(''));
      const lines = new Lines(100_000);
      const got: string[] = [];
      for (let at = 0; at < bytes.length; at += step) got.push(...lines.add(bytes.subarray(at, at + step)));
      expect(got).toEqual(sent);
    }),
  );
});

test('what has no end yet is no line', () => {
  const lines = new Lines(10);
  expect([...lines.add(Buffer.from('a\nb'))]).toEqual(['a']);
  expect([...lines.add(Buffer.from('c\n'))]).toEqual(['bc']);
});

test.each([
  ['in one piece', ['0123456789a\nb\n']],
  ['in many', ['01234', '56789', 'a', 'b\nc\n']],
])('a line that is too long ends it all, %s', (_, pieces) => {
  const lines = new Lines(10);
  const got = pieces.flatMap((piece) => [...lines.add(Buffer.from(piece))]);
  expect([got, lines.isTooLong]).toEqual([[], true]);
});

test('a line of just the length that is allowed is one', () => {
  const lines = new Lines(10);
  expect([...lines.add(Buffer.from('0123456789\n')), lines.isTooLong]).toEqual(['0123456789', false]);
});
