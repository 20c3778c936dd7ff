import { expect, test } from 'vitest';
import { saidSince } from './nodes-ready.ts';

const since = Date.parse('2026-03-01T12:00:00.700Z');
const at = (time: string) => ({ saidAt: Date.parse(time) });

test('a node that has said since then that it is Ready counts, one that did so before or never does not', () => {
  // A cluster writes its times in whole seconds.
  const ready = [at('2026-03-01T12:00:00Z'), at('2026-03-01T12:00:07Z'), at('2026-02-01T08:00:00Z'), at('')];
  expect(saidSince(ready, since)).toBe(2);
});
