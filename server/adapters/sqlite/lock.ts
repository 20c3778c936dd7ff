import BetterSqlite3 from 'better-sqlite3';
import { Fault } from '#domain/fault.ts';

const busyMs = 1000;

/**
 * Keeps a second server away from the records: each would undo what the other makes. A file of its own, so that a backup may read
 * the database meanwhile; held by the operating system, so that nothing is left of it after a crash.
 * Throws Fault `config.invalid` when another process holds it.
 */
export function lockDatabase(path: string): () => void {
  const lock = new BetterSqlite3(`${path}.lock`, { timeout: busyMs });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    throw isBusy(error) ? inUse(path, error) : error;
  }
  return () => void lock.close();
}

export const isBusy = (error: unknown): boolean =>
  error instanceof BetterSqlite3.SqliteError && error.code === 'SQLITE_BUSY';

export const inUse = (path: string, cause: unknown): Fault =>
  new Fault('config.invalid', `Another server uses the database ${path}.`, {
    remedy: 'Stop the other server (./ckslab down), or give this one a CKSLAB_STATE_DIR of its own.',
    cause,
  });
