import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Clock } from '#ports/clock.ts';
import type { Entrance } from '#ports/entrance.ts';

const lifeMs = 10 * 60_000;
const Stored = z.strictObject({ sha256: z.string().length(64), expiresAt: z.number().int() });

const fileIn = (stateDir: string): string => join(stateDir, 'enter-token.json');
const digest = (token: string): Buffer => createHash('sha256').update(token).digest();

/**
 * Makes the one token that opens the page for the next ten minutes, in place of any older one. Whoever may write to the state
 * directory may enter; the file holds only the hash, so that reading it is not enough.
 */
export async function issueToken(
  stateDir: string,
  now = Date.now(),
): Promise<{ token: string; expiresAt: number }> {
  const token = randomBytes(32).toString('base64url');
  const expiresAt = now + lifeMs;
  await mkdir(stateDir, { recursive: true, mode: 0o700 });
  const draft = `${fileIn(stateDir)}.${randomBytes(6).toString('hex')}`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(JSON.stringify({ sha256: digest(token).toString('hex'), expiresAt }));
  } finally {
    await file.close();
  }
  await rename(draft, fileIn(stateDir));
  return { token, expiresAt };
}

/** Reads what `issueToken` left, also when another process of the same user issued it. */
export class TokenFile implements Entrance {
  private readonly stateDir: string;
  private readonly clock: Clock;

  constructor(stateDir: string, clock: Clock) {
    this.stateDir = stateDir;
    this.clock = clock;
  }

  async redeem(token: string): Promise<boolean> {
    if (!(await this.matches(fileIn(this.stateDir), token))) return false;
    // Moving the file away is atomic: of two requests with the same token one finds nothing to move.
    const used = `${fileIn(this.stateDir)}.used-${randomBytes(6).toString('hex')}`;
    if (!(await moved(fileIn(this.stateDir), used))) return false;
    const mine = await this.matches(used, token);
    await rm(used, { force: true });
    return mine;
  }

  private async matches(path: string, token: string): Promise<boolean> {
    const text = await textOf(path);
    const stored = text === undefined ? undefined : Stored.safeParse(JSON.parse(text));
    if (stored?.success !== true || stored.data.expiresAt <= this.clock.now()) return false;
    return timingSafeEqual(digest(token), Buffer.from(stored.data.sha256, 'hex'));
  }
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function moved(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
