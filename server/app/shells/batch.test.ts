import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Batch } from './batch.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const windowMs = 3;

function batch(): { batch: Batch; sent: Uint8Array[] } {
  const sent: Uint8Array[] = [];
  return { batch: new Batch((chunk) => sent.push(chunk)), sent };
}

const text = (sent: readonly Uint8Array[]): string[] => sent.map((chunk) => Buffer.from(chunk).toString());

test('what comes after a pause leaves at once and is not copied', () => {
  const { batch: own, sent } = batch();
  const key = Buffer.from('a');
  own.add(key);
  expect(sent[0]).toBe(key);
});

test('what follows within the window leaves together, and the window begins anew', () => {
  const { batch: own, sent } = batch();
  for (const key of ['a', 'b', 'c']) own.add(Buffer.from(key));
  expect(text(sent)).toEqual(['a']);
  vi.advanceTimersByTime(windowMs);
  expect(text(sent)).toEqual(['a', 'bc']);
  own.add(Buffer.from('d'));
  expect(text(sent)).toEqual(['a', 'bc']);
  vi.advanceTimersByTime(windowMs);
  expect(text(sent)).toEqual(['a', 'bc', 'd']);
});

test('once a window has passed in silence, the next key leaves at once again', () => {
  const { batch: own, sent } = batch();
  own.add(Buffer.from('a'));
  vi.advanceTimersByTime(windowMs);
  own.add(Buffer.from('b'));
  expect(text(sent)).toEqual(['a', 'b']);
});

test('a flood leaves as soon as there is enough, with no more than that and one piece held', () => {
  const { batch: own, sent } = batch();
  const piece = Buffer.alloc(10_000, 'y');
  for (let said = 0; said < 2_000_000; said += piece.length) own.add(piece);
  const most = Math.max(...sent.map((chunk) => chunk.byteLength));
  expect(most).toBeLessThanOrEqual(64 * 1024 + piece.length);
  const out = sent.reduce((sum, chunk) => sum + chunk.byteLength, 0);
  expect(2_000_000 - out).toBeLessThan(64 * 1024);
});
