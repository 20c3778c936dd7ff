import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainTextEnd } from './plain-text.ts';

const isPlain = (byte: number): boolean =>
  (byte >= 0x20 && byte < 0x7f) || byte === 0x09 || byte === 0x0a || byte === 0x0d;

function slowly(data: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && isPlain(data[at] ?? 0)) at++;
  return at;
}

test('plain text ends where a look at each byte says, wherever it lies in memory', () => {
  const byte = fc.oneof({ weight: 250, arbitrary: fc.integer({ min: 0x20, max: 0x7e }) }, fc.nat(255));
  fc.assert(
    fc.property(fc.array(byte, { maxLength: 220 }), fc.nat(7), fc.nat(40), (bytes, shift, cut) => {
      const memory = new Uint8Array(bytes.length + shift);
      memory.set(bytes, shift);
      const data = memory.subarray(shift);
      for (const to of [data.length, Math.max(0, data.length - cut)])
        for (let from = 0; from <= to; from++)
          expect(plainTextEnd(data, from, to)).toBe(slowly(data, from, to));
    }),
    { numRuns: 300 },
  );
});

test('each byte alone is found in the middle of a long line', () => {
  for (let byte = 0; byte < 256; byte++) {
    const line = new Uint8Array(256).fill(0x78);
    line[181] = byte;
    expect(plainTextEnd(line, 0, 256)).toBe(isPlain(byte) ? 256 : 181);
  }
});
