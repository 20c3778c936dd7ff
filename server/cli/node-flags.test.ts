import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { nodeFlags } from './node-flags.ts';

test.each(['ckslab', 'Dockerfile'])(
  '%s runs Node as a server that is started from the command',
  async (file) => {
    const text = await readFile(join(import.meta.dirname, '../..', file), 'utf8');
    const memory = nodeFlags.filter((flag) => flag.includes('space'));
    expect(memory).not.toEqual([]);
    for (const flag of memory) expect(text).toContain(flag);
  },
);
