import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keepConnected } from './keep-connected.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function setUp(active: boolean) {
  const listeners = new Map<string, () => void>();
  const socket = {
    active,
    connect: vi.fn(),
    on: (event: string, listener: () => void) => listeners.set(event, listener),
  };
  const end = keepConnected(socket, 1000);
  return { socket, end, hear: (event: string) => listeners.get(event)?.() };
}

test('a socket that the server closed is connected again after a pause', () => {
  const { socket, hear } = setUp(false);
  hear('disconnect');
  expect(socket.connect).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1000);
  expect(socket.connect).toHaveBeenCalledTimes(1);
});

test('a socket that tries by itself is left alone', () => {
  const { socket, hear } = setUp(true);
  hear('connect_error');
  vi.advanceTimersByTime(5000);
  expect(socket.connect).not.toHaveBeenCalled();
});

test('nothing is tried after the end', () => {
  const { socket, end, hear } = setUp(false);
  hear('disconnect');
  end();
  hear('connect_error');
  vi.advanceTimersByTime(5000);
  expect(socket.connect).not.toHaveBeenCalled();
});
