import { Unicode11Addon } from '@xterm/addon-unicode11';
import headless from '@xterm/headless';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Unfinished } from '#domain/terminal/unfinished.ts';
import { Screen } from './screen.ts';

const size = { cols: 40, rows: 8 };

async function shown(...parts: (Uint8Array | string)[]): Promise<string> {
  const screen = new Screen(size.cols, size.rows);
  for (const part of parts) screen.write(part);
  await new Promise<void>((done) => screen.write('', done));
  const text = screen.paint();
  screen.dispose();
  return text;
}

/** All that a reader sees on a terminal that got these parts. */
async function look(...parts: (Uint8Array | string)[]): Promise<string[]> {
  const terminal = new headless.Terminal({ ...size, scrollback: 1000, allowProposedApi: true });
  terminal.loadAddon(new Unicode11Addon());
  terminal.unicode.activeVersion = '11';
  for (const part of parts) terminal.write(part);
  await new Promise<void>((done) => terminal.write('', done));
  const { active } = terminal.buffer;
  const rows = Array.from({ length: active.length }, (_, row) => rowOf(active.getLine(row)));
  const seen = [`cursor ${active.cursorX} ${active.cursorY}`, JSON.stringify(terminal.modes), ...rows];
  terminal.dispose();
  return seen;
}

function rowOf(line: headless.IBufferLine | undefined): string {
  const cells = Array.from({ length: line?.length ?? 0 }, (_, column) => {
    const cell = line?.getCell(column);
    if (cell === undefined || (cell.getChars() === '' && cell.isBgDefault())) return ' ';
    // Where nothing stands, nobody sees in which letters it would.
    if (cell.getChars() === '') return `<${cell.isBgRGB() ? 'rgb' : 'palette'} ${cell.getBgColor()}>`;
    const colours = [
      cell.getFgColor(),
      cell.isFgDefault(),
      cell.getBgColor(),
      cell.isBgDefault(),
      cell.isBold(),
    ];
    return `${cell.getChars()}<${colours.map(Number).join(' ')}>`;
  });
  return cells.join('').replaceAll(' <-1 1 -1 1 0>', ' ').trimEnd();
}

const number = fc.nat(12);
// A wide character is not put into the last column of an empty line: the addon that paints then leaves a hyphen in the first.
const piece = fc.oneof(
  fc.string({ maxLength: 30 }),
  fc.constantFrom(
    'grün 漢字 👍 é\r\n',
    '\r\n',
    '\u001b[m',
    '\u001b[?25l',
    '\u001b[?25h',
    '\u001b[4 q',
    '\u001b(B',
  ),
  fc.constantFrom(
    '\u001b[?2004h',
    '\u001b[?1002h\u001b[?1006h',
    '\u001b]2;a title\u0007',
    '\u001b]0;other\u001b\\',
  ),
  fc.tuple(number, number).map(([row, column]) => `\u001b[${row};${column}H`),
  number.map((colour) => `\u001b[38;5;${colour}m\u001b[1m`),
  number.map((colour) => `\u001b[48:2::${colour}:0:9m`),
  // What fills a line to its last column, leaves gaps in it and goes back.
  fc.constantFrom('\t', 'x'.repeat(size.cols - 3), '\b', '\b \b', '\u001b[K'),
);
const stream = fc.array(piece, { maxLength: 25 }).map((pieces) => Buffer.from(pieces.join('')));

describe('a screen that is painted again', () => {
  test('goes on as if nothing had been, wherever the stream was cut', async () => {
    await fc.assert(
      fc.asyncProperty(stream, fc.nat(), async (bytes, at) => {
        const cut = bytes.length === 0 ? 0 : at % bytes.length;
        const before = bytes.subarray(0, cut);
        const unfinished = new Unfinished();
        const pending = unfinished.add(before);
        const again = await look(await shown(before), pending, bytes.subarray(cut));
        expect(again).toEqual(await look(bytes));
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ['the hidden cursor', '\u001b[?25l'],
    ['the kind of mouse reports', '\u001b[?1003h\u001b[?1006h'],
    ['the shape of the cursor', '\u001b[4 q'],
    ['the title', '\u001b]2;vim pod.yaml\u0007'],
    ['the region that scrolls', '\u001b[2;4r\u001b[3;5H'],
    ['the region as the origin', '\u001b[2;6r\u001b[?6h\u001b[3;5H'],
    ['the cursor within a line that is full', `${'x'.repeat(size.cols)}\b`],
    ['the cursor behind a line that is full', 'x'.repeat(size.cols)],
    ['the cursor behind a line that is full and coloured', `\u001b[41m${'x'.repeat(size.cols)}`],
  ])('keeps %s', async (_, sequence) => {
    const once = await shown(`one\r\ntwo\r\n${sequence}`);
    expect(await shown(once)).toBe(once);
    const text = 'x\r\ny\r\nz\r\nlast';
    expect(await shown(once, text)).toBe(await shown(`one\r\ntwo\r\n${sequence}${text}`));
  });
});

describe('unfinished bytes', () => {
  test.each([
    ['text', ''],
    ['\u001b', '\u001b'],
    ['a\u001b[3', '\u001b[3'],
    ['a\u001b[31m', ''],
    ['\u001b]2;ti', '\u001b]2;ti'],
    ['\u001b]2;title\u0007', ''],
    ['\u001bP1;2|text\u001b\\', ''],
    ['\u001b[3\u0018', ''],
    ['\u001b[3\u001b]', '\u001b]'],
    ['\u001b(', '\u001b('],
  ])('of %j are %j', (text, rest) => {
    expect(Buffer.from(new Unfinished().add(Buffer.from(text))).toString()).toBe(rest);
  });

  test('of a cut character are its first bytes, however the stream came', () => {
    const bytes = Buffer.from('漢👍');
    const unfinished = new Unfinished();
    const seen = [...bytes].map((byte) => unfinished.add(Uint8Array.of(byte)).length);
    expect(seen).toEqual([1, 2, 0, 1, 2, 3, 0]);
  });

  test('are the same in one piece and in many', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const many = new Unfinished();
        let last: Uint8Array = new Uint8Array();
        for (const byte of bytes) last = many.add(Uint8Array.of(byte));
        expect(new Unfinished().add(bytes)).toEqual(last);
      }),
    );
  });

  test('of a string that never ends are let go', () => {
    const unfinished = new Unfinished();
    unfinished.add(Buffer.from('\u001b]2;'));
    expect(unfinished.add(Buffer.alloc(100_000, 'x'))).toHaveLength(0);
  });
});
