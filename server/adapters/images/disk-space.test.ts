import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { requireSpace } from './disk-space.ts';

const missing = join(tmpdir(), 'not', 'there', 'yet');

test('a folder that will be made counts as the file system it will lie on', async () => {
  await expect(requireSpace(missing, 1)).resolves.toBeUndefined();
});

test('too little room is a fault with both sizes and what to do', async () => {
  await expect(requireSpace(missing, 2 ** 60)).rejects.toMatchObject({
    code: 'disk.full',
    message: expect.stringMatching(/free; building needs 1073741824\.0 GiB/),
    remedy: expect.stringContaining('CKSLAB_CACHE'),
  });
});
