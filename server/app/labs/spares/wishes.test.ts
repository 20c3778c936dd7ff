import { expect, test } from 'vitest';
import { MemoryClock } from '#adapters/memory/clock.ts';
import { Wishes } from './wishes.ts';

function wishes() {
  const clock = new MemoryClock();
  const all = new Wishes(clock, { settleMs: 100, aliveMs: 1000 });
  const list = () => all.list().map(({ scenario, looked }) => `${scenario}${looked ? ' looked at' : ''}`);
  return { clock, all, list };
}

test('a page counts once it has been open for a moment, the newest first, before every other sign', () => {
  const { clock, all, list } = wishes();
  all.note('solved');
  all.look('a');
  expect(list()).toEqual(['solved']);
  clock.advance(100);
  all.look('b');
  expect(list()).toEqual(['a looked at', 'solved']);
  clock.advance(100);
  expect(list()).toEqual(['b looked at', 'a looked at', 'solved']);
});

test('a page that was left soon is no sign, one that was read is', () => {
  const { clock, all, list } = wishes();
  const leaveA = all.look('a');
  const leaveB = all.look('b');
  clock.advance(99);
  leaveA();
  clock.advance(1);
  leaveB();
  expect(list()).toEqual(['b']);
});

test('of two pages of one scenario both have to be left', () => {
  const { clock, all, list } = wishes();
  const leave = all.look('a');
  all.look('a');
  clock.advance(200);
  leave();
  expect(list()).toEqual(['a looked at']);
});

test('every sign grows old, also a page that nobody closes', () => {
  const { clock, all, list } = wishes();
  all.look('a');
  all.note('b');
  clock.advance(1000);
  expect(list()).toEqual([]);
  all.look('a');
  expect(list()).toEqual(['a looked at']);
});
