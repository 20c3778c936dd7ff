import { expect, test } from 'vitest';
import { pressureIn, pressureOf } from './pressure.ts';

test('is what the kernel says', () => {
  const file =
    'some avg10=12.50 avg60=3.00 avg300=1.00 total=1\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n';
  expect(pressureIn(file)).toBe(12.5);
  expect(pressureIn('')).toBeUndefined();
});

test('is guessed from the load where the kernel says nothing', () => {
  expect([0, 1, 2, 9].map((load) => pressureOf(load, 2))).toEqual([0, 0, 50, 100]);
});
