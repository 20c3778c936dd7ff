import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  attachFrame,
  inputFrame,
  type KeeperFrame,
  KeeperFrames,
  NotAKeeper,
  takenFrame,
} from './keeper-frames.ts';

const frame = (kind: string, content: Buffer): Buffer => {
  const head = Buffer.alloc(5);
  head.write(kind, 'latin1');
  head.writeUInt32BE(content.length, 1);
  return Buffer.concat([head, content]);
};
const number = (value: bigint): Buffer => {
  const made = Buffer.alloc(8);
  made.writeBigUInt64BE(value);
  return made;
};
const hello = (version: number, first: bigint, writers: Buffer[] = [], ...more: Buffer[]): Buffer =>
  frame(
    'H',
    Buffer.concat([
      Buffer.from([version]),
      number(first),
      Buffer.alloc(4),
      Buffer.from([writers.length]),
      ...writers,
      ...more,
    ]),
  );
const writer = (name: string, seq: bigint): Buffer =>
  Buffer.concat([Buffer.from([name.length]), Buffer.from(name), number(seq)]);

/** Output may come in parts: each goes on where the one before ended. */
function joined(heard: readonly KeeperFrame[]): KeeperFrame[] {
  const whole: KeeperFrame[] = [];
  for (const next of heard) {
    const last = whole.at(-1);
    if (next.kind !== 'output' || last?.kind !== 'output') whole.push(next);
    else {
      expect(next.offset).toBe(last.offset + last.data.length);
      whole[whole.length - 1] = { ...last, data: Buffer.concat([last.data, next.data]) };
    }
  }
  return whole;
}

describe('what a keeper says', () => {
  test('is passed on without a copy and before the frame is whole, when it is output', () => {
    const frames = new KeeperFrames();
    const whole = frame('O', Buffer.concat([number(7n), Buffer.alloc(1000, 'x')]));
    const first = whole.subarray(0, 500);
    const [part] = frames.add(first);
    if (part?.kind !== 'output') throw new Error('no output');
    expect(part.offset).toBe(7);
    expect(part.data).toEqual(first.subarray(13));
    expect(part.data.buffer).toBe(first.buffer);
    expect(joined([part, ...frames.add(whole.subarray(500))])).toEqual([
      { kind: 'output', offset: 7, data: Buffer.alloc(1000, 'x') },
    ]);
  });

  test('is understood however it is cut', () => {
    const stream = Buffer.concat([
      hello(2, 40n, [writer('me', 7n), writer('you', 1n)], number(44n)),
      frame('O', Buffer.concat([number(40n), Buffer.from('grün')])),
      frame('W', writer('me', 8n)),
      frame('X', Buffer.from([0, 0, 0, 3])),
    ]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), (step) => {
        const frames = new KeeperFrames();
        const heard = [];
        for (let at = 0; at < stream.length; at += step)
          heard.push(...frames.add(stream.subarray(at, at + step)));
        expect(joined(heard)).toEqual([
          {
            kind: 'hello',
            first: 40,
            next: 44,
            typed: new Map([
              ['me', 7],
              ['you', 1],
            ]),
          },
          { kind: 'output', offset: 40, data: Buffer.from('grün') },
          { kind: 'accepted', place: { writer: 'me', seq: 8 } },
          { kind: 'exited', code: 3 },
        ]);
      }),
    );
  });

  test('does not tell what was said before, when it is a keeper of an older release', () => {
    expect(new KeeperFrames().add(hello(2, 40n, [writer('me', 7n)]))).toMatchObject([
      { kind: 'hello', first: 40, next: 40 },
    ]);
  });

  test.each([
    ['another version', hello(9, 0n)],
    ['a frame that is too long', Buffer.from([0x4f, 0x7f, 0xff, 0xff, 0xff])],
    ['a kind that nobody knows', frame('?', Buffer.alloc(3))],
    ['a frame that is too short', frame('O', Buffer.alloc(3))],
    [
      'writers that are not there',
      frame('H', Buffer.concat([Buffer.from([2]), Buffer.alloc(12), Buffer.from([200])])),
    ],
    ['a number that no offset can be', frame('O', Buffer.alloc(8, 0xff))],
    ['what an error of a shell looks like', Buffer.from('OCI runtime exec failed: no such file\r\n')],
  ])('is refused when it is %s', (_, bytes) => {
    expect(() => new KeeperFrames().add(bytes)).toThrow(NotAKeeper);
  });

  test('may be anything: it is a frame, waits for more, or is refused', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 50 })), (chunks) => {
        const frames = new KeeperFrames();
        try {
          for (const chunk of chunks) frames.add(Buffer.from(chunk));
        } catch (error) {
          expect(error).toBeInstanceOf(NotAKeeper);
        }
      }),
    );
  });
});

test('what a keeper hears is as its own source says', () => {
  expect(attachFrame(258)).toEqual(frame('A', Buffer.from([0, 0, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0])));
  expect(takenFrame(7)).toEqual(frame('C', Buffer.from([0, 0, 0, 7])));
  const input = Buffer.concat([Buffer.from([1]), Buffer.from('w'), number(5n), Buffer.from('ü')]);
  expect(inputFrame({ writer: 'w', seq: 5 }, 'ü')).toEqual(frame('I', input));
});
