import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { WireFrames } from './wire-frames.ts';

const frame = (text: string): Buffer => {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(Buffer.byteLength(text));
  return Buffer.concat([head, Buffer.from(text)]);
};

test('bytes come out as they went in, and then the end, however they are cut', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ minLength: 1 })), fc.integer({ min: 1, max: 7 }), (texts, step) => {
      const bytes = Buffer.concat([...texts.map(frame), Buffer.alloc(4)]);
      const frames = new WireFrames();
      const got: (Uint8Array | undefined)[] = [];
      for (let at = 0; at < bytes.length; at += step) got.push(...frames.add(bytes.subarray(at, at + step)));
      expect(got.at(-1)).toBeUndefined();
      expect(Buffer.concat(got.slice(0, -1) as Uint8Array[]).toString()).toBe(texts.join(''));
    }),
  );
});

test('what is no frame is refused', () => {
  expect(() => new WireFrames().add(Buffer.from('HTTP/1.1 200'))).toThrow('is none');
});
