import { expect, test } from 'vitest';
import type { ShellFolder } from '#contract/files.ts';
import type { TerminalPlace } from '../../ui/focused-terminal.ts';
import { Uploads } from './uploads.ts';

const work: ShellFolder = { path: '/home/learner/work', shown: '~/work', is: 'current' };
const place: TerminalPlace = { terminal: 'ws', number: 2 };
const file = new File(['x'], 'x.txt');

function trial(ask: () => Promise<ShellFolder>) {
  const sent: unknown[] = [];
  const upload = (terminal: string, files: readonly File[], folder?: ShellFolder): void => {
    sent.push([terminal, files.length, folder]);
  };
  return { sent, uploads: new Uploads('lab-aaaaaaaa', { upload }, ask) };
}

test('what was announced holds for one upload to the same shell', async () => {
  const { uploads } = trial(async () => work);
  expect(await uploads.announced(place)).toEqual(work);
  expect(uploads.told({ terminal: 'ws', number: 1 })).toBeUndefined();
  expect(uploads.told(place)).toBeUndefined();
  await uploads.announced(place);
  expect([uploads.told(place), uploads.told(place)]).toEqual([work, undefined]);
});

test('without a folder it is asked for; where nobody can say it is left to the upload', async () => {
  const known = trial(async () => work);
  known.uploads.take(place, [file]);
  await expect.poll(() => known.sent).toEqual([['ws', 1, work]]);
  const silent = trial(async () => {
    throw new Error('no server');
  });
  expect(await silent.uploads.announced(place)).toBeUndefined();
  silent.uploads.take(place, [file]);
  await expect.poll(() => silent.sent).toEqual([['ws', 1, undefined]]);
  silent.uploads.take(place, [file], work);
  expect(silent.sent.at(-1)).toEqual(['ws', 1, work]);
});
