import { expect, test } from 'vitest';
import { Demux } from './demux.ts';

function frame(stream: 1 | 2, text: string): Buffer {
  const body = Buffer.from(text);
  const header = Buffer.alloc(8);
  header[0] = stream;
  header.writeUInt32BE(body.length, 4);
  return Buffer.concat([header, body]);
}

const both = Buffer.concat([frame(1, 'one '), frame(2, 'oops'), frame(1, ''), frame(1, 'grün')]);

test('the two streams come apart wherever the chunks are cut', () => {
  for (let cut = 1; cut < both.length; cut += 1) {
    const demux = new Demux(100);
    for (let at = 0; at < both.length; at += cut) demux.add(both.subarray(at, at + cut));
    expect([demux.stdout, demux.stderr]).toEqual(['one grün', 'oops']);
  }
});

test('each stream keeps its first bytes only', () => {
  const demux = new Demux(3);
  demux.add(both);
  expect([demux.stdout, demux.stderr]).toEqual(['one', 'oop']);
});
