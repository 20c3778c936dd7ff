import { expect, test, vi } from 'vitest';
import type { ShellId } from '#contract/ids.ts';
import { GuestLink, type GuestScreen, type GuestState, type WatchSocket } from './guest-link.ts';

const shell = 'sh-aaaaaaaaaaaa' as ShellId;

function trial() {
  const listeners = new Map<string, (...all: never[]) => void>();
  const sent: [string, Record<string, unknown>][] = [];
  let answer: ((value: unknown) => void) | undefined;
  const socket = {
    connected: true,
    on: (event: string, listener: (...all: never[]) => void) => listeners.set(event, listener),
    off: (event: string) => listeners.delete(event),
    emit: (event: string, request: Record<string, unknown>, ack?: (value: unknown) => void) => {
      sent.push([event, request]);
      if (event === 'watch.look') answer = ack;
    },
  };
  let shown = '';
  const screen: GuestScreen = {
    reset: (cols, rows) => (shown = `${cols}x${rows}:`),
    resize: (cols, rows) => (shown += `[${cols}x${rows}]`),
    write: async (data) => {
      shown += typeof data === 'string' ? data : new TextDecoder().decode(data);
    },
  };
  const states: GuestState[] = [];
  const link = new GuestLink(socket as unknown as WatchSocket, shell, screen, (state) => states.push(state));
  const say = (event: string, ...all: unknown[]) => listeners.get(event)?.(...(all as never[]));
  const picture = (text: string, rest = '') => ({
    shell,
    cols: 80,
    rows: 24,
    screen: text,
    rest: new TextEncoder().encode(rest),
  });
  return {
    link,
    say,
    states,
    sent,
    picture,
    listeners,
    socket,
    shown: () => shown,
    answer: (value: unknown) => answer?.(value),
  };
}

const bytes = (text: string) => new TextEncoder().encode(text);

test('begins with the screen, then draws what follows, and says how much it drew', async () => {
  vi.useFakeTimers();
  const { say, answer, shown, sent, states, picture } = trial();
  answer({ ok: true, value: picture('hello', ' rest') });
  say('watch.output', shell, bytes(' more'));
  say('watch.output', 'sh-bbbbbbbbbbbb', bytes('other'));
  say('watch.resized', shell, 100, 30);
  expect(shown()).toBe('80x24:hello rest more[100x30]');
  expect(states).toEqual(['opening', 'open']);
  await vi.advanceTimersByTimeAsync(300);
  expect(sent.at(-1)).toEqual(['watch.drawn', { shell, bytes: 15 }]);
  vi.useRealTimers();
});

test('a screen in place of what was missed replaces everything', () => {
  const { say, answer, shown, picture } = trial();
  answer({ ok: true, value: picture('old') });
  say('watch.screen', picture('new'));
  expect(shown()).toBe('80x24:new');
});

test('looks again when the line is back, and an answer from before is of no use', () => {
  const { say, answer, shown, sent, states, picture } = trial();
  const before = answer;
  say('disconnect');
  say('connect');
  expect(sent.filter(([event]) => event === 'watch.look')).toHaveLength(2);
  before({ ok: true, value: picture('now') });
  expect(shown()).toBe('80x24:now');
  expect(states).toEqual(['opening', 'lost', 'opening', 'open']);
});

test('sends a long paste in pieces, and nothing while the line is down', () => {
  const { link, sent, socket } = trial();
  link.input('x'.repeat(5000));
  socket.connected = false;
  link.input('lost');
  const typed = sent.filter(([event]) => event === 'watch.input').map(([, request]) => request['data']);
  expect(typed).toEqual(['x'.repeat(4096), 'x'.repeat(904)]);
});

test('lets go of everything', () => {
  const { link, listeners, sent } = trial();
  link.dispose();
  expect(listeners.size).toBe(0);
  expect(sent.at(-1)).toEqual(['watch.stop', { shell }]);
});
