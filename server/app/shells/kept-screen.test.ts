import * as fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { plainPart } from '#domain/terminal/plain-part.ts';
import { KeptScreen } from './kept-screen.ts';
import { Screen } from './screen.ts';

const size = { cols: 40, rows: 8 };

async function keptOf(
  pieces: readonly Buffer[],
): Promise<{ paint: string; offset: number; numbers: number[] }> {
  const numbers: number[] = [];
  const screen = new KeptScreen(size, 0, undefined, () => undefined);
  pieces.forEach((piece, at) => screen.write(piece, () => numbers.push(at)));
  await new Promise<void>((done) => screen.settled(done));
  const { offset } = screen.snapshot();
  return { paint: screen.paint(), offset, numbers };
}

async function drawnOf(pieces: readonly Buffer[]): Promise<string> {
  const screen = new Screen(size.cols, size.rows);
  for (const piece of pieces) screen.write(piece);
  await new Promise<void>((done) => screen.write('', done));
  return screen.paint();
}

const line = fc.oneof(
  fc.constantFrom(
    'short',
    'x'.repeat(79),
    'grün 漢字',
    '\u001b[31mred',
    '\u001b[1;32mgreen\u001b[0m',
    '\u001b[m',
    'a\tb',
  ),
  fc.stringMatching(/^[ -~]{0,60}$/),
);
/** Mostly a flood, sometimes with something in it that does more than scroll. */
const trouble = fc.constantFrom(
  '',
  '',
  '',
  '\u001b[2;5r',
  '\u001b[?1049h',
  '\u001b[3A',
  '\u001b]2;t\u0007',
  '\u001b[?7l',
);

describe('the kept screen in a flood', () => {
  test('shows exactly what a screen shows that has drawn all of it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { minLength: 1, maxLength: 8 }),
        trouble,
        fc.nat(160),
        async (lines, odd, at) => {
          const block = Buffer.from(`${lines.join('\r\n')}\r\n`);
          const pieces = Array.from({ length: 160 }, () =>
            Buffer.concat(Array(40).fill(block)).subarray(0, 4000),
          );
          pieces.splice(at, 0, Buffer.from(odd));
          const kept = await keptOf(pieces);
          expect(kept.paint).toBe(await drawnOf(pieces));
          expect(kept.offset).toBe(pieces.reduce((sum, piece) => sum + piece.length, 0));
          expect(kept.numbers).toEqual(pieces.map((_, n) => n));
        },
      ),
      { numRuns: 10 },
    );
  });

  test('does not brake a flood of lines, and brakes one that it has to draw', () => {
    const braked = (text: string): boolean => {
      const screen = new KeptScreen(size, 0, undefined, () => undefined);
      for (let n = 0; n < 200; n += 1) screen.write(Buffer.from(text), () => undefined);
      const { exhausted } = screen;
      screen.dispose();
      return exhausted;
    };
    expect(braked(`${'x'.repeat(70)}\r\n`.repeat(100))).toBe(false);
    expect(braked('x'.repeat(7000))).toBe(true);
  });
});

describe('the part of output that leaves no trace', () => {
  const flood = (text: string): Uint8Array => Buffer.from(`${text}${'line\r\n'.repeat(20)}`);

  test('is whole lines before the newest, with the colours that were set', () => {
    expect(plainPart(flood('a\u001b[31m\u001b[0m\u001b[1mb\r\n'), 10)).toEqual({
      length: 'a\u001b[31m\u001b[0m\u001b[1mb\r\n'.length + 10 * 'line\r\n'.length,
      style: new Uint8Array(Buffer.from('\u001b[0m\u001b[1m')),
    });
  });

  test.each([
    '\u001b[2J',
    '\u001b]0;title\u0007',
    '\u001b(0',
    '\u0007',
    '\u000e',
    '\b',
    '\u009b2J',
    '\u001b[?25l',
  ])('is nothing when %j is among it', (text) => expect(plainPart(flood(text), 10)).toBeUndefined());

  test('is nothing when too few lines follow, or the cursor does not stand at the left', () => {
    expect(plainPart(flood(''), 30)).toBeUndefined();
    expect(plainPart(Buffer.from('line\n'.repeat(50)), 10)).toBeUndefined();
  });
});

test('a program that never pauses and says little each time is drawn all the same', async () => {
  vi.useFakeTimers();
  try {
    let drawn = 0;
    const screen = new KeptScreen(size, 0, undefined, () => undefined);
    for (let n = 0; n < 1000; n += 1) screen.write(Buffer.from('.'), () => (drawn += 1));
    // Less than the pause after which an idle screen is drawn.
    await vi.advanceTimersByTimeAsync(10);
    expect(drawn).toBeGreaterThanOrEqual(512);
    screen.dispose();
  } finally {
    vi.useRealTimers();
  }
});
