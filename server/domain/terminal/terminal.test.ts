import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Credit } from './credit.ts';
import { Tail } from './tail.ts';

const step = fc.oneof(
  fc.record({ kind: fc.constant('sent' as const), bytes: fc.nat(5000) }),
  fc.record({ kind: fc.constant('drawn' as const), bytes: fc.nat(5000) }),
);

describe('credit', () => {
  test('a reader is stopped above the high mark and released at the low one', () => {
    const credit = new Credit(100, 20);
    credit.sent(101);
    expect(credit.exhausted).toBe(true);
    credit.drawn(80);
    expect(credit.exhausted).toBe(true);
    credit.drawn(1);
    expect(credit.exhausted).toBe(false);
  });

  test('whatever a reader claims, nothing is owed below zero and a stop ends only at the low mark', () => {
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const credit = new Credit(4000, 1000);
        let wasStopped = false;
        for (const { kind, bytes } of steps) {
          credit[kind](bytes);
          expect(credit.outstanding).toBeGreaterThanOrEqual(0);
          if (credit.outstanding > 4000) expect(credit.exhausted).toBe(true);
          if (credit.outstanding <= 1000) expect(credit.exhausted).toBe(false);
          if (wasStopped && credit.outstanding > 1000) expect(credit.exhausted).toBe(true);
          wasStopped = credit.exhausted;
        }
      }),
    );
  });

  test('a producer that heeds the brake never owes more than the high mark and one chunk', () => {
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const credit = new Credit(4000, 1000);
        for (const { kind, bytes } of steps) {
          if (kind === 'drawn') credit.drawn(bytes);
          else if (!credit.exhausted) credit.sent(bytes);
          expect(credit.outstanding).toBeLessThanOrEqual(4000 + 5000);
        }
      }),
    );
  });
});

describe('tail', () => {
  const event = fc.oneof(fc.constant('add' as const), fc.nat(30));

  test('screen and rest together are everything, once, in order', () => {
    fc.assert(
      fc.property(fc.array(event), (events) => {
        const tail = new Tail(5, 3);
        let added = 0;
        for (const entry of events) {
          if (entry === 'add') {
            tail.add(new Uint8Array([added % 256]));
            added += 1;
          } else tail.drew(entry);
          const following = tail.rest().map((chunk) => chunk.seq);
          const expected = Array.from({ length: added - tail.drawn }, (_, at) => tail.drawn + at + 1);
          expect(following).toEqual(expected);
        }
      }),
    );
  });

  test('a reader that comes back gets all that it missed, or is told that some of it is gone', () => {
    fc.assert(
      fc.property(fc.array(event), fc.integer({ min: 1, max: 40 }), fc.nat(40), (events, keep, seen) => {
        const tail = new Tail(keep, 30);
        let added = 0;
        for (const entry of events) {
          if (entry === 'add') added = tail.add(new Uint8Array([1])).seq;
          else tail.drew(entry);
        }
        const missed = tail.after(seen)?.map((chunk) => chunk.seq);
        const kept = Math.max(added - tail.drawn, Math.min(keep, 30));
        if (seen > added || added - seen > kept) expect(missed).toBeUndefined();
        else expect(missed).toEqual(Array.from({ length: added - seen }, (_, at) => seen + at + 1));
      }),
    );
  });

  test('what is read again is what came, however the ring grows and begins again', () => {
    const sizes = fc.array(fc.oneof(fc.nat(40), fc.nat(40_000)), { maxLength: 30 });
    fc.assert(
      fc.property(sizes, fc.nat(200_000), fc.nat(30), (lengths, keep, lag) => {
        const tail = new Tail(keep, 20);
        const said: Uint8Array[] = [];
        for (const [n, length] of lengths.entries()) {
          const data = Uint8Array.from({ length }, (_, at) => n * 31 + at);
          said.push(data);
          expect(tail.add(data.slice())).toEqual({ seq: n + 1, data });
          tail.drew(n + 1 - lag);
          expect(tail.rest()).toEqual(
            said.slice(tail.drawn).map((each, at) => ({ seq: tail.drawn + at + 1, data: each })),
          );
        }
      }),
      { numRuns: 30 },
    );
  });
});
