import { expect, test } from 'vitest';
import { readAnswer } from './answers.ts';

test.each([
  ['text', ' a b\r\nc\n', 'a b\nc'],
  ['number', '0042\n', '42'],
  ['number', '4.20', '4.2'],
  ['set', 'b, a\nc a\n', 'a\nb\nc'],
  ['lines', '  b \n\n a\n', 'b\na'],
  ['json', '{ "b": [1, {"d": 0, "c": 1}], "a": null }', '{"a":null,"b":[1,{"c":1,"d":0}]}'],
] as const)('as %s %j is read as %j', (kind, text, read) => {
  expect(readAnswer(kind, text)).toBe(read);
});

test('what is no number and no JSON is no answer', () => {
  expect(readAnswer('number', 'many')).toBeUndefined();
  expect(readAnswer('number', '')).toBeUndefined();
  expect(readAnswer('json', '{')).toBeUndefined();
});
