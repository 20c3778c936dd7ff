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
  expect(await readdir(join(dir, 'enter-tokens'))).toEqual([]);
});

test('of many requests with the same token one is let in', async () => {
  const { token } = await issueToken(dir, clock.now());
  const entrance = new TokenFile(dir, clock);
  const answers = await Promise.all(Array.from({ length: 8 }, () => entrance.redeem(token)));
  expect(answers.filter(Boolean)).toHaveLength(1);
});

test('every token lives for ten minutes of its own', async () => {
  const first = await issueToken(dir, clock.now());
  clock.advance(5 * 60_000);
  const second = await issueToken(dir, clock.now());
  const third = await issueToken(dir, clock.now());
  const entrance = new TokenFile(dir, clock);
  expect(await entrance.redeem(second.token)).toBe(true);
  clock.advance(5 * 60_000);
  expect(await entrance.redeem(first.token)).toBe(false);
  expect(await entrance.redeem(third.token)).toBe(true);
});

test('tokens that were never used do not pile up', async () => {
  await issueToken(dir, clock.now());
  clock.advance(10 * 60_000);
  await issueToken(dir, clock.now());
  expect(await readdir(join(dir, 'enter-tokens'))).toHaveLength(1);
});

test('the file holds no token and is readable by its owner alone', async () => {
  const { token } = await issueToken(dir, clock.now());
  const folder = join(dir, 'enter-tokens');
  const [name = ''] = await readdir(folder);
  expect(`${name} ${await readFile(join(folder, name), 'utf8')}`).not.toContain(token);
  expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
});
