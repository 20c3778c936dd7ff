import { LabId, ShellId } from '#contract/ids.ts';
import { ShellLink, type ShellState, type TerminalSocket } from './shell-link.ts';

export const shell = ShellId.parse('sh-aaaaaaaaaaaa');
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

/** A link to a shell over such a line, and what it draws. */
export function setUp() {
  const line = new TestLine();
  let drawn = '';
  let drawnAt = '';
  const states: ShellState['kind'][] = [];
  let last: ShellState | undefined;
  let now = 1_000_000;
  const followed: string[] = [];
  let whileDrawn: (text: string) => unknown = () => undefined;
  const place = { cols: 80, rows: 24 };
  const screen = {
    size: () => ({ ...place }),
    follow: ({ cols, rows }: { cols: number; rows: number }) => followed.push(`${cols}x${rows}`),
    repaint: (text: string, { cols, rows }: { cols: number; rows: number }) => {
      drawn = text;
      drawnAt = `${cols}x${rows}`;
    },
    write: (data: Uint8Array, done: () => void) => {
      const text = new TextDecoder().decode(data);
      drawn += text;
      whileDrawn(text);
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
  return {
    line,
    link,
    states,
    output,
    wait,
    place,
    followed,
    last: () => last,
    drawn: () => drawn,
    /** What happens while output is drawn, such as an answer of the terminal. */
    whileDrawn: (then: (text: string) => unknown) => {
      whileDrawn = then;
    },
    drawnAt: () => drawnAt,
  };
}
