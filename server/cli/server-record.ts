import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { z } from 'zod';

/** What a running server leaves in the state folder, so that other commands find it. */
const ServerRecord = z.strictObject({
  pid: z.number().int().positive(),
  host: z.string(),
  port: z.number().int(),
  startedAt: z.number().int(),
});
export type ServerRecord = z.infer<typeof ServerRecord>;

const fileIn = (stateDir: string): string => join(stateDir, 'server.json');
const askWithinMs = 3000;

export const logFileIn = (stateDir: string): string => join(stateDir, 'server.log');

export async function writeRecord(stateDir: string, record: ServerRecord): Promise<void> {
  await mkdir(stateDir, { recursive: true, mode: 0o700 });
  const draft = `${fileIn(stateDir)}.${process.pid}`;
  await writeFile(draft, JSON.stringify(record), { mode: 0o600 });
  await rename(draft, fileIn(stateDir));
}

export const removeRecord = (stateDir: string): Promise<void> => rm(fileIn(stateDir), { force: true });

/** The server that runs with this state folder, or undefined. A record that a crash left behind counts as none. */
export async function runningServer(stateDir: string): Promise<ServerRecord | undefined> {
  const text = await readFile(fileIn(stateDir), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const record = ServerRecord.safeParse(JSON.parse(text));
  if (!record.success || !(await isServer(record.data.pid))) return undefined;
  return record.data;
}

/** Process numbers are used again, so the command line has to be ours as well. */
async function isServer(pid: number): Promise<boolean> {
  const { stdout } = await execa('ps', ['-o', 'command=', '-p', String(pid)], { reject: false });
  return /server\/cli\/main\.ts\b.*\bserve\b/.test(stdout ?? '');
}

export const originOf = ({ host, port }: { host: string; port: number }): string =>
  `http://${host.includes(':') ? `[${host}]` : host}:${port}`;

export async function isHealthy(at: { host: string; port: number }): Promise<boolean> {
  try {
    const answer = await fetch(`${originOf(at)}/healthz`, { signal: AbortSignal.timeout(askWithinMs) });
    return answer.ok;
  } catch {
    // Not listening yet, or not answering in time: both mean that it cannot be used now.
    return false;
  }
}
