import { describe, expect, test } from 'vitest';
import { castBase, castHeader, castLine, wholeLines } from './asciicast.ts';
import { tooOld } from './limits.ts';

describe('an asciicast file', () => {
  test('begins with a header that players know', () => {
    const line = castHeader({ cols: 80, rows: 24, at: 1_700_000_000_900, title: 'cp' });
    expect(line.endsWith('\n')).toBe(true);
    expect(JSON.parse(line)).toMatchObject({
      version: 2,
      width: 80,
      height: 24,
      timestamp: 1_700_000_000,
      title: 'cp',
    });
    expect(castBase(line)).toBe(1_700_000_000_000);
  });

  test.each(['', 'x', '[1]', '{"timestamp":"now"}', 'null', '{}'])('%j is no header', (line) => {
    expect(castBase(line)).toBeUndefined();
  });

  test('has one event a line, in seconds', () => {
    expect(castLine(1000, 2500, 'o', 'a\r\n\u001b[0m')).toBe('[1.5,"o","a\\r\\n\\u001b[0m"]\n');
    expect(castLine(1000, 400, 'm', 'reset')).toBe('[0,"m","reset"]\n');
  });

  test('is read up to its last whole line', () => {
    expect(wholeLines('a\nb\nc')).toBe('a\nb\n');
    expect(wholeLines('torn')).toBe('');
  });
});

test('the oldest recordings go first, and never one that is being made', () => {
  const sized = (attempt: string, bytes: number, changedAt: number) => ({ attempt, bytes, changedAt });
  const all = [sized('new', 40, 3), sized('live', 40, 1), sized('old', 40, 2)];
  expect(tooOld(all, 120, new Set())).toEqual([]);
  expect(tooOld(all, 100, new Set(['live']))).toEqual(['old']);
  expect(tooOld(all, 60, new Set(['live']))).toEqual(['old', 'new']);
  expect(tooOld(all, 10, new Set(['live']))).toEqual(['old', 'new']);
});
