import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCast } from './cast.ts';
import { type ReplayScreen, ScreenFeed } from './screen-feed.ts';
import { TimeAxis } from './time-axis.ts';

const head = '{"version":2,"width":80,"height":24,"timestamp":1000}';

describe('a file', () => {
  test('is read with its times since the epoch, sizes and output alone', () => {
    const text = `${head}\n[0.5,"o","a"]\n[1,"m","reset"]\n[1.5,"r","100x30"]\n[2,"i","k"]\n[3,"o","b"]\n`;
    expect(parseCast(text)).toEqual({
      cols: 80,
      rows: 24,
      events: [
        { at: 1_000_500, kind: 'o', data: 'a' },
        { at: 1_001_500, kind: 'r', data: '100x30' },
        { at: 1_003_000, kind: 'o', data: 'b' },
      ],
    });
  });

  test('may end in a torn line, and its times never go back', () => {
    const { events } = parseCast(`${head}\n[5,"o","a"]\nnonsense\n[2,"o","b"]\n[6,"o","to`);
    expect(events.map(({ at, data }) => [at, data])).toEqual([
      [1_005_000, 'a'],
      [1_005_000, 'b'],
    ]);
  });

  test.each(['', 'x', '{"version":1}'])('without a header is refused: %j', (text) => {
    expect(() => parseCast(text)).toThrow();
  });
});

describe('the axis', () => {
  test('shortens long pauses and leaves the rest', () => {
    const axis = new TimeAxis([1000, 1500, 11_500, 12_000], 2000);
    expect([axis.start, axis.end, axis.length]).toEqual([1000, 12_000, 3000]);
    expect([1000, 1250, 1500, 6500, 11_500, 12_000].map((at) => axis.toPlay(at))).toEqual([
      0, 250, 500, 1500, 2500, 3000,
    ]);
    expect(axis.toReal(1500)).toBe(6500);
  });

  test('without a limit is the time as it was', () => {
    const axis = new TimeAxis([0, 60_000]);
    expect([axis.length, axis.toPlay(30_000), axis.toReal(30_000)]).toEqual([60_000, 30_000, 30_000]);
  });

  test('of nothing, or of one moment, has no length', () => {
    expect(new TimeAxis([], 10).length).toBe(0);
    expect(new TimeAxis([7], 10)).toMatchObject({ start: 7, end: 7, length: 0 });
    expect(new TimeAxis([7], 10).toReal(3)).toBe(7);
  });

  test('leads there and back, and never turns the order', () => {
    const times = fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(times, fc.integer({ min: 1, max: 5000 }), (all, limit) => {
        const axis = new TimeAxis(all, limit);
        const played = [...all].sort((a, b) => a - b).map((at) => axis.toPlay(at));
        expect(played).toEqual([...played].sort((a, b) => a - b));
        for (const at of all) expect(axis.toReal(axis.toPlay(at))).toBeCloseTo(at, 3);
      }),
    );
  });
});

/** Shows everything that was written since it was cleared. */
class TextScreen implements ReplayScreen {
  text = '';
  size = '';
  writes = 0;
  resets = 0;

  reset(cols: number, rows: number): void {
    this.text = '';
    this.resets += 1;
    this.resize(cols, rows);
  }

  resize(cols: number, rows: number): void {
    this.size = `${cols}x${rows}`;
  }

  async write(data: string): Promise<void> {
    await new Promise((done) => setTimeout(done, 0));
    this.text += data;
    this.writes += 1;
  }

  paint(): string {
    return this.text;
  }
}

const castOf = (events: readonly (readonly ['o' | 'r', string])[]) => ({
  cols: 80,
  rows: 24,
  events: events.map(([kind, data], at) => ({ at, kind, data })),
});

describe('the feed', () => {
  test('shows at every moment what was said until then, however one jumps', async () => {
    const event = fc.oneof(
      fc.tuple(fc.constant('o' as const), fc.string({ maxLength: 5 })),
      fc.tuple(fc.constant('r' as const), fc.constantFrom('100x30', '90x20')),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(event, { maxLength: 20 }),
        fc.array(fc.integer({ min: -1, max: 25 }), { maxLength: 10 }),
        async (events, jumps) => {
          const screen = new TextScreen();
          const feed = new ScreenFeed(screen, castOf(events));
          for (const at of jumps) {
            await feed.show(at);
            const until = events.slice(0, at + 1);
            expect(screen.text).toBe(until.map(([kind, data]) => (kind === 'o' ? data : '')).join(''));
            expect(screen.size).toBe(until.findLast(([kind]) => kind === 'r')?.[1] ?? '80x24');
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  test('goes back to the nearest picture, not to the beginning', async () => {
    const screen = new TextScreen();
    const piece = 'x'.repeat(50_000);
    const feed = new ScreenFeed(screen, castOf(Array.from({ length: 40 }, () => ['o', piece] as const)));
    await feed.show(39);
    const before = screen.writes;
    await feed.show(38);
    expect(screen.text).toHaveLength(39 * 50_000);
    expect(screen.resets).toBe(2);
    expect(before).toBeGreaterThan(15);
    expect(screen.writes - before).toBeLessThan(5);
  });

  test('draws only the last of several wishes', async () => {
    const screen = new TextScreen();
    const feed = new ScreenFeed(
      screen,
      castOf([
        ['o', 'a'],
        ['o', 'b'],
        ['o', 'c'],
      ]),
    );
    void feed.show(2);
    void feed.show(1);
    await feed.show(0);
    expect(screen.text).toBe('a');
  });
});
