import { expect, test } from 'vitest';
import { LineWriter } from './line-writer.ts';

function writing(): { writer: LineWriter; appended: string[] } {
  const appended: string[] = [];
  const writer = new LineWriter({
    open: async () => ({ firstLine: undefined, bytes: 0 }),
    append: async (lines) => void appended.push(lines),
    took: () => undefined,
    failed: (error) => {
      throw error;
    },
  });
  return { writer, appended };
}

test('lines of a moment are stored together, and at once when somebody asks', async () => {
  const { writer, appended } = writing();
  await writer.ready;
  for (const line of ['a\n', 'b\n', 'c\n']) writer.write(line);
  expect(writer.pending).toBe(6);
  await writer.flush();
  expect(appended).toEqual(['a\nb\nc\n']);
  expect(writer.pending).toBe(0);
  writer.write('d\n');
  await writer.close();
  writer.write('too late\n');
  await writer.flush();
  expect(appended).toEqual(['a\nb\nc\n', 'd\n']);
});

test('much is stored without being asked for, and a little after a moment', async () => {
  const { writer, appended } = writing();
  writer.write(`${'x'.repeat(70_000)}\n`);
  await expect.poll(() => appended.length).toBe(1);
  writer.write('y\n');
  await expect.poll(() => appended.length).toBe(2);
  expect(appended[1]).toBe('y\n');
});

test('what is about to be removed is not stored any more', async () => {
  const { writer, appended } = writing();
  await writer.ready;
  writer.write('a\n');
  await writer.discard();
  expect(appended).toEqual([]);
});
