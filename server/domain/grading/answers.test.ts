import { expect, test } from 'vitest';
import { answerShare, readAnswer } from './answers.ts';

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

test.each([
  ['set', 'a b c', 'c a b', 1],
  ['set', 'a b c', 'a b', 2 / 3],
  ['set', 'a b c', 'a b x', 2 / 4],
  ['set', 'a b c', 'a a a', 1 / 3],
  ['set', 'a b c', '', 0],
  ['json', '{"a":1,"b":{"c":[1,2]}}', '{"b":{"c":[1,2]},"a":1}', 1],
  ['json', '{"a":1,"b":{"c":[1,2]}}', '{"b":{"c":[1,3]}}', 1 / 4],
  ['json', '{"a":[]}', '{"a":{}}', 0],
  ['json', '1', '2', 0],
  ['json', '{"a":1}', '{', 0],
  ['lines', 'a\nb', 'a', 0],
  ['lines', 'a\nb', ' a\nb', 1],
  ['number', '42', '042', 1],
  ['text', 'a', 'b', 0],
] as const)('as %s, of %j is in %j: %d', (kind, right, given, share) => {
  expect(answerShare(kind, right, given)).toBeCloseTo(share);
});
