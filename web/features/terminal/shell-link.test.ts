import { describe, expect, test, vi } from 'vitest';
import { LabId, ShellId } from '#contract/ids.ts';
import { ShellLink, type ShellState, type TerminalSocket } from './shell-link.ts';

const shell = ShellId.parse('sh-aaaaaaaaaaaa');
type Listener = (...args: unknown[]) => void;

/** A line whose other end is the test. */
class TestLine {
  connected = true;
  readonly sent: [string, Record<string, unknown>][] = [];
  #listeners = new Map<string, Listener>();
  #ack: Listener | undefined;

  on(event: string, listener: Listener): void {
    this.#listeners.set(event, listener);
  }

  off(event: string): void {
    this.#listeners.delete(event);
  }

  emit(event: string, payload: Record<string, unknown>, ack?: Listener): void {
    this.sent.push([event, payload]);
    if (ack !== undefined) this.#ack = ack;
  }

  hear(event: string, ...args: unknown[]): void {
    this.#listeners.get(event)?.(...args);
  }

  opened(screen: string, seq: number, more: object = {}): void {
    this.#ack?.({ ok: true, value: { shell, screen, seq, life: 'life', ...more } });
  }

  drop(): void {
    this.connected = false;
    this.hear('disconnect');
  }

  comeBack(screen: string, seq: number, more: object = {}): void {
    this.connected = true;
    this.hear('connect');
    this.opened(screen, seq, more);
  }

  typed(): string[] {
    return this.sent
      .filter(([name]) => name === 'shell.input')
      .map(([, p]) => `${String(p['seq'])} ${String(p['data'])}`);
  }

  count(event: string): number {
    return this.sent.filter(([name]) => name === event).length;
  }
}

function setUp() {
  const line = new TestLine();
  let drawn = '';
  const states: ShellState['kind'][] = [];
  let last: ShellState | undefined;
  let now = 1_000_000;
  const followed: string[] = [];
  const place = { cols: 80, rows: 24 };
  const screen = {
    size: () => ({ ...place }),
    follow: ({ cols, rows }: { cols: number; rows: number }) => followed.push(`${cols}x${rows}`),
    repaint: (text: string) => {
      drawn = text;
    },
    write: (data: Uint8Array, done: () => void) => {
      drawn += new TextDecoder().decode(data);
      done();
    },
  };
  const link = new ShellLink(
    line as unknown as TerminalSocket,
    { lab: LabId.parse('lab-aaaaaaaa'), terminal: 'workstation' },
    screen,
    (state) => {
      last = state;
      states.push(state.kind);
    },
    () => now,
  );
  const output = (seq: number, text: string) =>
    line.hear('shell.output', shell, seq, new TextEncoder().encode(text));
  const wait = (ms: number) => {
    now += ms;
  };
  return { line, link, states, output, wait, place, followed, last: () => last, drawn: () => drawn };
}

describe('the size of a shell', () => {
  test('is said once, and not back to who has told it', () => {
    const { line, link, followed } = setUp();
    link.open();
    line.opened('', 1);
    link.resize({ cols: 80, rows: 24 });
    link.resize({ cols: 100, rows: 30 });
    link.resize({ cols: 100, rows: 30 });
    expect(line.count('shell.resize')).toBe(1);
    line.hear('shell.resized', shell, 60, 20);
    link.resize({ cols: 60, rows: 20 });
    expect([followed, line.count('shell.resize')]).toEqual([['60x20'], 1]);
    link.resize({ cols: 100, rows: 30 });
    expect(line.count('shell.resize')).toBe(2);
    line.hear('shell.resized', 'sh-bbbbbbbbbbbb', 1, 1);
    expect(followed).toEqual(['60x20']);
  });

  test('that changes while the shell is opened is said when it is open', () => {
    const { line, link, place } = setUp();
    link.open();
    place.cols = 100;
    link.resize(place);
    expect(line.count('shell.resize')).toBe(0);
    line.opened('', 1);
    expect(line.sent.at(-1)).toEqual(['shell.resize', { shell, cols: 100, rows: 24 }]);
  });
});

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
