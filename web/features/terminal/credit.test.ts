import { expect, test, vi } from 'vitest';
import { Credit, CreditLine } from './credit.ts';

test('bytes are reported once a batch has come together', () => {
  const credit = new Credit(100);
  expect([credit.drawn(60), credit.drawn(39), credit.drawn(1)]).toEqual([0, 0, 100]);
});

test('no byte is reported twice and none is lost', () => {
  const credit = new Credit(100);
  const reported = [30, 250, 5, 5].map((bytes) => credit.drawn(bytes));
  expect(reported.reduce((sum, n) => sum + n, 0) + credit.rest()).toBe(290);
  expect(credit.rest()).toBe(0);
});

test('the rest of a burst is reported a moment later, unless another screen has begun', () => {
  vi.useFakeTimers();
  try {
    const reported: number[] = [];
    const line = new CreditLine((bytes) => reported.push(bytes));
    line.drawn(40_000);
    line.drawn(10);
    expect(reported).toEqual([40_000]);
    vi.runAllTimers();
    line.drawn(5);
    line.reset();
    vi.runAllTimers();
    expect(reported).toEqual([40_000, 10]);
  } finally {
    vi.useRealTimers();
  }
});
