import { expect, test } from 'vitest';
import { createLog } from './log.ts';

test('tokens and cookies never reach the log', () => {
  const lines: string[] = [];
  const log = createLog('info', { write: (line) => void lines.push(line) });
  log.info({ req: { headers: { cookie: 'session=swordfish' } }, token: 'swordfish' }, 'request');
  log.info({ entry: { token: 'swordfish', cookie: 'swordfish' } }, 'request');
  expect(lines).toHaveLength(2);
  expect(lines.join('')).not.toContain('swordfish');
});
