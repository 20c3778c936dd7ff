import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { HeldBytes } from './held-bytes.ts';

const piece = fc.oneof(
  fc.uint8Array({ minLength: 0, maxLength: 30 }),
  fc.uint8Array({ minLength: 900, maxLength: 1200 }),
);

test('whatever is held comes out again, in order and once', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.constant('take' as const))), (steps) => {
      const held = new HeldBytes();
      const [before, after]: [Buffer[], Buffer[]] = [[], []];
      for (const step of steps) {
        if (step === 'take') after.push(held.take() ?? Buffer.alloc(0));
        else {
          held.add(Buffer.from(step));
          before.push(Buffer.from(step));
        }
        const size = Buffer.concat(before).length - Buffer.concat(after).length;
        expect(held.size).toBe(size);
      }
      for (let data = held.take(); data !== undefined; data = held.take()) after.push(data);
      expect(Buffer.concat(after)).toEqual(Buffer.concat(before));
      expect(held.size).toBe(0);
    }),
  );
});

test('many small pieces cost no more than their bytes', () => {
  const held = new HeldBytes();
  for (let n = 0; n < 128 * 1024; n += 1) held.add(Buffer.from('x'));
  expect(held.size).toBe(128 * 1024);
  expect(held.pieces).toBe(8);
});
