import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { TokenBucket } from './token-bucket.ts';

test('over any time no more passes than the burst and the rate allow', () => {
  const events = fc.array(fc.record({ after: fc.nat(500), cost: fc.integer({ min: 1, max: 40 }) }));
  fc.assert(
    fc.property(events, (list) => {
      const bucket = new TokenBucket(100, 50);
      let now = 0;
      let passed = 0;
      for (const { after, cost } of list) {
        now += after;
        if (bucket.take(cost, now)) passed += cost;
        expect(passed).toBeLessThanOrEqual(100 + (now / 1000) * 50 + 1e-6);
      }
    }),
  );
});

test('a steady stream below the rate always passes', () => {
  const bucket = new TokenBucket(10, 50);
  for (let n = 0; n < 1000; n += 1) expect(bucket.take(1, n * 20)).toBe(true);
});
