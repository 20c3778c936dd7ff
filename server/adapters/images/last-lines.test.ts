import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { finished } from 'node:stream/promises';
import { expect, test } from 'vitest';
import { LastLines } from './last-lines.ts';

test('everything goes to the log, the tail keeps the end, colours are left out of it', async () => {
  const log = new PassThrough();
  const lines = new LastLines(log, () => undefined);
  for (let i = 0; i < 100; i += 1) lines.write(`\u001b[32mline ${i}\u001b[0m\n`);
  lines.write('no end of line');
  const logged = text(log);
  lines.end();
  await finished(lines);
  log.end();
  expect(await logged).toContain('line 0');
  expect(lines.tail().split('\n')).toHaveLength(31);
  expect(lines.tail()).toMatch(/^line 70\n[^]*\nno end of line$/);
});

test('a burst of lines is one note', () => {
  const notes: string[] = [];
  const lines = new LastLines(new PassThrough(), (note) => notes.push(note));
  lines.write('one\ntwo\n');
  lines.write('three\n');
  expect(notes).toEqual(['two']);
});

test('a command that talks on after its log was closed does no harm', async () => {
  const log = new PassThrough();
  const lines = new LastLines(log, () => undefined);
  log.end();
  lines.end('late\n');
  await finished(lines);
  expect(lines.tail()).toBe('late');
});
