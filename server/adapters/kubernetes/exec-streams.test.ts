import { expect, test } from 'vitest';
import { ExecStreams } from './exec-streams.ts';

const frame = (channel: number, text: string): Uint8Array =>
  Buffer.concat([Buffer.of(channel), Buffer.from(text)]);
const streams = (...frames: Uint8Array[]) => {
  const all = new ExecStreams();
  for (const one of frames) all.add(one);
  return all.result();
};
const failure = (message: string, exit?: number): string =>
  JSON.stringify({
    status: 'Failure',
    message,
    ...(exit === undefined
      ? {}
      : { reason: 'NonZeroExitCode', details: { causes: [{ reason: 'ExitCode', message: String(exit) }] } }),
  });

test('both streams are put together, also where a character is cut in two', () => {
  const [first, second] = [Buffer.of(1, 0xc3), Buffer.of(1, 0xbc)];
  expect(streams(first, frame(2, 'oh'), second, frame(3, '{"status":"Success"}'))).toEqual({
    kind: 'found',
    value: { exit: 0, stdout: 'ü', stderr: 'oh' },
  });
});

test('a command that fails is an answer with its code', () => {
  const result = streams(frame(1, ''), frame(3, failure('command terminated with exit code 3', 3)));
  expect(result).toMatchObject({ kind: 'found', value: { exit: 3 } });
});

test('a program that the image does not have is exit 127', () => {
  const message = 'exec: "sh": executable file not found in $PATH';
  expect(streams(frame(3, failure(message)))).toEqual({
    kind: 'found',
    value: { exit: 127, stdout: '', stderr: message },
  });
});

test('a container that does not run, or a broken connection, tells nothing', () => {
  expect(streams(frame(3, failure('container not running')))).toMatchObject({ kind: 'unknown' });
  expect(streams(frame(1, 'half'))).toMatchObject({ kind: 'unknown' });
});
