import { expect, test } from 'vitest';
import { Outbox } from './shell-outbox.ts';

test('takes nothing of what does not fit, and says how much that is', () => {
  const outbox = new Outbox();
  expect(outbox.add('x'.repeat(4_000_000))).toBe(0);
  expect(outbox.add('y'.repeat(300_000))).toBe(300_000);
  expect(outbox.waiting).toBe(4_000_000);
  outbox.accepted(250);
  expect(outbox.waiting).toBe(0);
});

test('numbers go on after what was dropped', () => {
  let now = 0;
  const outbox = new Outbox(() => now);
  outbox.add('a');
  now = 61_000;
  expect(outbox.back(0, true)).toBe(1);
  outbox.add('b');
  expect(outbox.next()).toMatchObject({ seq: 2, data: 'b' });
});
