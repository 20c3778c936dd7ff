import { existsSync } from 'node:fs';
import { chmod, mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { Fault } from '#domain/fault.ts';
import { lockDatabase } from './lock.ts';
import { checkOurs, checkSound, faultOfFile } from './sound.ts';

export interface CopyOptions {
  /** What is there already may be replaced. */
  readonly force: boolean;
}

/**
 * Writes a whole and checked copy of the database, also while a server works with it. Sessions are left out: who gets hold of a
 * backup, or restores it, is not let in by it. Throws Fault `config.invalid`.
 */
export async function backUp(database: string, file: string, { force }: CopyOptions): Promise<void> {
  if (!existsSync(database)) {
    throw new Fault('config.invalid', `There is no database ${database} yet.`, {
      remedy: 'Start the platform once (./ckslab up), or set CKSLAB_STATE_DIR.',
    });
  }
  if (existsSync(file) && !force) throw inTheWay(file);
  await mkdir(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}.part`;
  try {
    await copy(database, draft);
    withoutSessions(draft);
    await chmod(draft, 0o600);
    await rename(draft, file);
  } finally {
    await rm(draft, { force: true });
  }
}

/**
 * Puts a backup in the place of the database; no server may use it. The database that was there is kept beside it. Returns where.
 * Throws Fault `config.invalid`, and then nothing was changed.
 */
export async function restore(
  file: string,
  database: string,
  { force }: CopyOptions,
): Promise<string | undefined> {
  if (!existsSync(file)) {
    throw new Fault('config.invalid', `There is no file ${file}.`, { remedy: 'Name a backup that exists.' });
  }
  await mkdir(dirname(database), { recursive: true, mode: 0o700 });
  const unlock = lockDatabase(database);
  const draft = `${database}.${process.pid}.part`;
  try {
    if (existsSync(database) && !force) throw inTheWay(database);
    await copy(file, draft);
    await chmod(draft, 0o600);
    const kept = existsSync(database) ? await setAside(database) : undefined;
    await rename(draft, database);
    return kept;
  } finally {
    await rm(draft, { force: true });
    unlock();
  }
}

/** Through SQLite's own copying, page by page: what another process writes meanwhile is in the copy whole or not at all. */
async function copy(from: string, to: string): Promise<void> {
  await rm(to, { force: true });
  let source: BetterSqlite3.Database | undefined;
  try {
    source = new BetterSqlite3(from, { fileMustExist: true });
    checkSound(source, from);
    checkOurs(source, from);
    await source.backup(to);
  } catch (error) {
    throw faultOfFile(error, from);
  } finally {
    source?.close();
  }
  const made = new BetterSqlite3(to);
  try {
    // One file, without a log beside it.
    made.pragma('journal_mode = DELETE');
    checkSound(made, to);
  } finally {
    made.close();
  }
}

function withoutSessions(file: string): void {
  const made = new BetterSqlite3(file);
  try {
    made.exec('DELETE FROM sessions; VACUUM;');
  } finally {
    made.close();
  }
}

/** The log that belongs to a database goes with it: beside another one it would be read as its own. */
async function setAside(database: string): Promise<string> {
  const kept = `${database}.before-restore`;
  for (const ending of ['-wal', '-shm', '']) {
    await rm(`${kept}${ending}`, { force: true });
    if (existsSync(`${database}${ending}`)) await rename(`${database}${ending}`, `${kept}${ending}`);
  }
  return kept;
}

const inTheWay = (file: string): Fault =>
  new Fault('config.invalid', `${file} exists already and was not touched.`, {
    remedy: 'Name another file, or replace it with --force.',
  });
