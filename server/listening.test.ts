import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import { listening } from './listening.ts';

test('a port that is taken is named, with what to do', async () => {
  const first = createServer();
  const { port } = await listening(first, '127.0.0.1', 0);
  const second = createServer();
  await expect(listening(second, '127.0.0.1', port)).rejects.toMatchObject({
    code: 'config.invalid',
    message: expect.stringContaining(`127.0.0.1:${port}`),
    remedy: expect.stringContaining('CKSLAB_PORT'),
  });
  await new Promise((resolve) => first.close(resolve));
});
