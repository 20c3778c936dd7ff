import { describe, expect, test, vi } from 'vitest';
import { ShellId } from '#contract/ids.ts';
import { setUp, shell } from './shell-trial.ts';

describe('the link to a shell', () => {
  test('draws the screen first and then only what is newer than it', () => {
    const { line, link, output, drawn } = setUp();
    link.open();
    output(7, 'old ');
    output(8, 'new');
    line.opened('screen ', 7);
    output(8, 'twice');
    output(9, ' end');
    expect(drawn()).toBe('screen new end');
  });

  test('opens again and repaints when a piece is missing', () => {
    const { line, link, output, drawn } = setUp();
    link.open();
    line.opened('', 1);
    output(3, 'torn');
    expect(line.count('shell.open')).toBe(2);
    line.opened('whole', 3);
    expect(drawn()).toBe('whole');
  });

  test('sends what did not arrive again when the line is back, and nothing else', () => {
    const { line, link, states } = setUp();
    link.open();
    line.opened('', 0);
    link.input('a');
    link.input('b');
    line.hear('shell.accepted', shell, 1);
    line.drop();
    link.input('c');
    line.comeBack('', 0, { accepted: 2 });
    expect(line.typed()).toEqual(['1 a', '2 b', '3 c']);
    line.drop();
    line.comeBack('', 0, { accepted: 2 });
    expect(line.typed()).toEqual(['1 a', '2 b', '3 c', '3 c']);
    expect(states.filter((state) => state === 'lost')).toHaveLength(3);
  });

  test('says what the terminal answers with the output that asked, and keeps none of it', () => {
    const { line, link, output, whileDrawn } = setUp();
    whileDrawn((text) => text.includes('?') && link.answer(`to ${text}`));
    link.open();
    line.opened('screen?', 6);
    output(7, 'one?');
    output(8, 'two');
    link.answer('to nothing');
    const answers = () => line.sent.filter(([name]) => name === 'shell.answer');
    const first = ['shell.answer', { shell, life: 'life', seq: 7, data: 'to one?' }];
    expect(answers()).toEqual([first]);
    line.drop();
    output(9, 'three?');
    line.comeBack('', 9, { accepted: 0 });
    expect(answers()).toEqual([first]);
    expect(line.typed()).toEqual([]);
  });

  test('types what came before the shell was asked for', () => {
    const { line, link } = setUp();
    link.input('l');
    link.open();
    link.input('s');
    line.opened('', 0);
    expect(line.typed()).toEqual(['1 l', '2 s']);
  });

  test('drops what was typed long ago as a whole, and says so until something is typed', () => {
    const { line, link, wait, last } = setUp();
    link.open();
    line.opened('', 0);
    line.drop();
    link.input('rm -rf ');
    wait(59_000);
    link.input('/tmp/x\r');
    expect(last()).toMatchObject({ kind: 'lost', waiting: 14, why: 'reconnecting' });
    wait(2_000);
    line.comeBack('', 0, { accepted: 0 });
    expect(line.typed()).toEqual([]);
    expect(last()).toEqual({ kind: 'open', unsent: 14 });
    link.input('x');
    expect(last()).toEqual({ kind: 'open' });
    expect(line.typed()).toEqual(['3 x']);
  });

  test('never types into another shell what was meant for the one before', () => {
    const { line, link, last } = setUp();
    link.open();
    line.opened('', 0);
    line.drop();
    link.input('exit\r');
    line.comeBack('', 0, { shell: ShellId.parse('sh-bbbbbbbbbbbb'), replaces: 'lost' });
    expect(line.typed()).toEqual([]);
    expect(last()).toEqual({ kind: 'open', unsent: 5, replaces: 'lost' });
  });

  test('types what was typed before the shell was open', () => {
    const { line, link } = setUp();
    link.open();
    link.input('ls\r');
    line.opened('', 0, { accepted: 0 });
    expect(line.typed()).toEqual(['1 ls\r']);
  });

  test('asks only for what it missed and does not repaint for it', () => {
    const { line, link, output, drawn } = setUp();
    link.open();
    line.opened('screen ', 4);
    output(5, 'five ');
    line.drop();
    line.connected = true;
    line.hear('connect');
    expect(line.sent.at(-1)).toMatchObject(['shell.open', { seen: { shell, life: 'life', seq: 5 } }]);
    line.opened('', 5, { resumed: true });
    output(6, 'six');
    expect(drawn()).toBe('screen five six');
  });

  test('draws the beginning of a sequence after the screen', () => {
    const { line, link, output, drawn } = setUp();
    link.open();
    line.opened('screen ', 1, { pending: new TextEncoder().encode('\u001b[3') });
    output(2, '1mred');
    expect(drawn()).toBe('screen \u001b[31mred');
  });

  test('says why there is no line', () => {
    const { line, link, last } = setUp();
    link.open();
    line.opened('', 0);
    line.drop();
    expect(last()).toMatchObject({ kind: 'lost', why: 'reconnecting' });
    line.hear('connect_error');
    line.hear('connect_error');
    expect(last()).toMatchObject({ kind: 'lost', why: 'server-gone' });
    const online = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
    line.hear('connect_error');
    expect(last()).toMatchObject({ kind: 'lost', why: 'offline' });
    online.mockRestore();
  });

  test('stays ended after the shell ended, until it is opened again', () => {
    const { line, link, states } = setUp();
    link.open();
    line.opened('', 0);
    line.hear('shell.exited', shell, 0);
    line.hear('disconnect');
    line.hear('connect');
    expect(states.at(-1)).toBe('exited');
    link.open();
    line.opened('', 0);
    expect(states.at(-1)).toBe('open');
  });

  test('opens nothing by itself before it was asked to', () => {
    const { line } = setUp();
    line.hear('connect');
    expect(line.sent).toEqual([]);
  });

  test('credits what was drawn, a batch at a time', () => {
    const { line, link, output } = setUp();
    link.open();
    line.opened('', 0);
    output(1, 'x'.repeat(20_000));
    expect(line.count('shell.drawn')).toBe(0);
    output(2, 'x'.repeat(20_000));
    expect(line.sent.at(-1)).toEqual(['shell.drawn', { shell, bytes: 40_000 }]);
  });

  test('cuts a long paste into pieces, and sends more only as they arrive', () => {
    const { line, link } = setUp();
    link.open();
    line.opened('', 0);
    link.input(`${'y'.repeat(16_383)}👍${'z'.repeat(100_000)}`);
    const lengths = () => line.typed().map((piece) => piece.length - piece.indexOf(' ') - 1);
    expect(lengths()).toEqual([16_383, 16_384, 16_384, 16_384]);
    line.hear('shell.accepted', shell, 2);
    expect(lengths()).toHaveLength(6);
    line.hear('shell.accepted', shell, 5);
    expect(lengths().reduce((sum, length) => sum + length)).toBe(116_385);
  });
});
