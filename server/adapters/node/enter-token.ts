import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Clock } from '#ports/clock.ts';
import type { Entrance } from '#ports/entrance.ts';

const lifeMs = 10 * 60_000;
const Stored = z.strictObject({ expiresAt: z.number().int() });

const folderIn = (stateDir: string): string => join(stateDir, 'enter-tokens');
// The name is the hash: whoever reads the folder learns no token, and looking one up compares no secret.
const nameOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/**
 * Makes a token that opens the page once within the next ten minutes. Whoever may write to the state directory may enter.
 * Older tokens stay valid for their own time, so that a command that enters by itself does not void a printed address.
 */
export async function issueToken(
  stateDir: string,
  now = Date.now(),
): Promise<{ token: string; expiresAt: number }> {
  const token = randomBytes(32).toString('base64url');
  const expiresAt = now + lifeMs;
  const folder = folderIn(stateDir);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await removeExpired(folder, now);
  await writeFile(join(folder, nameOf(token)), JSON.stringify({ expiresAt }), { mode: 0o600, flag: 'wx' });
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
    const path = join(folderIn(this.stateDir), nameOf(token));
    const expiresAt = await expiryOf(path);
    if (expiresAt === undefined || !(await removed(path))) return false;
    return expiresAt > this.clock.now();
  }
}

async function removeExpired(folder: string, now: number): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const expiresAt = await expiryOf(path);
    if (expiresAt !== undefined && expiresAt <= now) await rm(path, { force: true });
  }
}

async function expiryOf(path: string): Promise<number | undefined> {
  try {
    const stored = Stored.safeParse(JSON.parse(await readFile(path, 'utf8')));
    return stored.success ? stored.data.expiresAt : undefined;
  } catch (error) {
    // A file that another process is writing at this moment is no token yet.
    if (isMissing(error) || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

async function removed(path: string): Promise<boolean> {
  try {
    // unlink(2) succeeds once per file, so of two requests with the same token one is let in. `rm` gives no such promise.
    await unlink(path);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
