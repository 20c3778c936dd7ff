import { expect, test } from 'vitest';
import { causeWords, since } from './snapshot-words.ts';

test('a snapshot is called by what it was taken for', () => {
  expect(causeWords({ kind: 'check', number: 3 })).toBe('Before check 3');
  expect(causeWords({ kind: 'learner' })).toBe('Saved by you');
});

test('what is fresh was just now, also when clocks differ a little', () => {
  expect([-2000, 0, 9999, 10_000, 300_000].map(since)).toEqual([
    'Just now',
    'Just now',
    'Just now',
    '10 s ago',
    '5 min ago',
  ]);
});
