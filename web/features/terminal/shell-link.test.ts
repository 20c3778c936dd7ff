import { describe, expect, test } from 'vitest';
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

  opened(screen: string, seq: number): void {
    this.#ack?.({ ok: true, value: { shell, screen, seq } });
  }

  count(event: string): number {
    return this.sent.filter(([name]) => name === event).length;
  }
}

function setUp() {
  const line = new TestLine();
  let drawn = '';
  const states: ShellState['kind'][] = [];
  const screen = {
    size: () => ({ cols: 80, rows: 24 }),
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
    (state) => states.push(state.kind),
  );
  const output = (seq: number, text: string) =>
    line.hear('shell.output', shell, seq, new TextEncoder().encode(text));
  return { line, link, states, output, drawn: () => drawn };
}

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

  test('sends nothing that was typed while the line was down', () => {
    const { line, link, states } = setUp();
    link.open();
    line.opened('', 0);
    line.connected = false;
    line.hear('disconnect');
    link.input('rm -rf /tmp/x\r');
    line.connected = true;
    line.hear('connect');
    line.opened('', 0);
    expect(line.count('shell.input')).toBe(0);
    expect(states).toEqual(['opening', 'open', 'lost', 'opening', 'open']);
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

  test('cuts a long paste into pieces that the server takes', () => {
    const { line, link } = setUp();
    link.open();
    line.opened('', 0);
    link.input('y'.repeat(40_000));
    const pieces = line.sent.filter(([name]) => name === 'shell.input').map(([, p]) => String(p['data']));
    expect(pieces.map((piece) => piece.length)).toEqual([16_384, 16_384, 7_232]);
  });
});
