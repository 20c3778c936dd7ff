import { expect, test } from 'vitest';
import { reloadForLostParts } from './lost-parts.ts';

function page() {
  const events = new EventTarget();
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  const state = { now: 1_000_000, reloads: 0 };
  reloadForLostParts({ events, storage, now: () => state.now, reload: () => (state.reloads += 1) });
  /** True when the fault goes on to be shown. */
  const lose = (): boolean => events.dispatchEvent(new Event('vite:preloadError', { cancelable: true }));
  return { state, lose };
}

test('a part that did not arrive is fetched by loading the page anew, and no fault is shown', () => {
  const { state, lose } = page();
  expect(lose()).toBe(false);
  expect(state.reloads).toBe(1);
});

test('a part that is still missing after that is a fault, not a page that reloads for ever', () => {
  const { state, lose } = page();
  lose();
  state.now += 3000;
  expect(lose()).toBe(true);
  expect(state.reloads).toBe(1);
  state.now += 60_000;
  expect(lose()).toBe(false);
  expect(state.reloads).toBe(2);
});
