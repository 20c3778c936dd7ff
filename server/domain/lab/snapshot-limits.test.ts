import { expect, test } from 'vitest';
import { beyondLimits } from './snapshot-limits.ts';

const limits = { count: 3, bytes: 100 };
const sized = (...sizes: number[]) => sizes.map((bytes, at) => ({ id: 9 - at, bytes }));

test('the newest few are kept, as far as they fit together', () => {
  expect(beyondLimits(sized(10, 10, 10), limits)).toEqual([]);
  expect(beyondLimits(sized(10, 10, 10, 10, 10), limits).map(({ id }) => id)).toEqual([6, 5]);
  expect(beyondLimits(sized(40, 50, 20), limits).map(({ id }) => id)).toEqual([7]);
});

test('the newest is kept however large it is', () => {
  expect(beyondLimits(sized(500, 1), limits).map(({ id }) => id)).toEqual([8]);
  expect(beyondLimits([], limits)).toEqual([]);
});
