import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { MemoryClock } from '#adapters/memory/clock.ts';
import { issueToken, TokenFile } from './enter-token.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'cks-lab-token-'));
});
afterEach(() => rm(dir, { recursive: true }));

const clock = new MemoryClock();

test('a token opens once', async () => {
  const { token } = await issueToken(dir, clock.now());
  const entrance = new TokenFile(dir, clock);
  expect(await entrance.redeem('something else')).toBe(false);
  expect(await entrance.redeem(token)).toBe(true);
  expect(await entrance.redeem(token)).toBe(false);
  expect(await readdir(dir)).toEqual([]);
});

test('of many requests with the same token one is let in', async () => {
  const { token } = await issueToken(dir, clock.now());
  const entrance = new TokenFile(dir, clock);
  const answers = await Promise.all(Array.from({ length: 8 }, () => entrance.redeem(token)));
  expect(answers.filter(Boolean)).toHaveLength(1);
});

test('a token ends after ten minutes, and when a newer one is issued', async () => {
  const first = await issueToken(dir, clock.now());
  const second = await issueToken(dir, clock.now());
  const entrance = new TokenFile(dir, clock);
  expect(await entrance.redeem(first.token)).toBe(false);
  clock.advance(10 * 60_000);
  expect(await entrance.redeem(second.token)).toBe(false);
});

test('the file holds no token and is readable by its owner alone', async () => {
  const { token } = await issueToken(dir, clock.now());
  const path = join(dir, 'enter-token.json');
  expect(await readFile(path, 'utf8')).not.toContain(token);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});
