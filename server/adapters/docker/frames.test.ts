import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Frames } from './frames.ts';

const frame = (stream: number, text: string): Buffer => {
  const content = Buffer.from(text);
  const header = Buffer.alloc(8);
  header[0] = stream;
  header.writeUInt32BE(content.length, 4);
  return Buffer.concat([header, content]);
};

test('streams are told apart, however the bytes are cut', () => {
  const piece = fc.tuple(fc.constantFrom(1, 2), fc.string());
  fc.assert(
    fc.property(fc.array(piece), fc.integer({ min: 1, max: 9 }), (pieces, step) => {
      const bytes = Buffer.concat(pieces.map(([stream, text]) => frame(stream, text)));
      const frames = new Frames();
      const got: Record<number, Buffer[]> = { 1: [], 2: [] };
      for (let at = 0; at < bytes.length; at += step) {
        for (const { stream, data } of frames.add(bytes.subarray(at, at + step))) {
          got[stream]?.push(Buffer.from(data));
        }
      }
      for (const stream of [1, 2]) {
        const sent = pieces.filter(([to]) => to === stream).map(([, text]) => text);
        expect(Buffer.concat(got[stream] ?? []).toString()).toBe(sent.join(''));
      }
    }),
  );
});
