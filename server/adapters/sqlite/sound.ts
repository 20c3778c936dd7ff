import BetterSqlite3 from 'better-sqlite3';
import { Fault } from '#domain/fault.ts';
import { newestVersion } from './migrations.ts';

/** What SQLite says of a file that is no database, or a broken one. */
const broken: ReadonlySet<string> = new Set(['SQLITE_NOTADB', 'SQLITE_CORRUPT', 'SQLITE_IOERR_SHORT_READ']);

/** Throws Fault `config.invalid` when the file is damaged. Reads only. */
export function checkSound(sqlite: BetterSqlite3.Database, path: string): void {
  try {
    const said = sqlite.pragma('quick_check(1)', { simple: true });
    if (said !== 'ok') throw damaged(path, String(said));
  } catch (error) {
    throw faultOfFile(error, path);
  }
}

/** Throws Fault `config.invalid` when these are not records of this platform, or those of a newer version. */
export function checkOurs(sqlite: BetterSqlite3.Database, path: string): void {
  const version = checkVersion(sqlite);
  const labs = sqlite.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'labs'").get();
  if (version >= 1 && labs !== undefined) return;
  throw new Fault('config.invalid', `${path} holds no records of CKS Lab.`, {
    remedy: 'Name a file that "./ckslab backup" has written.',
  });
}

/** The version of the records. Throws Fault `config.invalid` when it is newer than this platform. */
export function checkVersion(sqlite: BetterSqlite3.Database): number {
  const version = Number(sqlite.pragma('user_version', { simple: true }));
  if (version > newestVersion) throw tooNew(version);
  return version;
}

/** A fault of SQLite about the file itself, in words; anything else as it is. */
export function faultOfFile(error: unknown, path: string): unknown {
  const isBroken =
    error instanceof BetterSqlite3.SqliteError && [...broken].some((code) => error.code.startsWith(code));
  return isBroken ? damaged(path, error.message, error) : error;
}

const tooNew = (version: number): Fault =>
  new Fault('config.invalid', `The database was written by a newer version (${version}) of the platform.`, {
    remedy: 'Start the newer version, or give this one a state directory of its own. Nothing was changed.',
  });

const damaged = (path: string, said: string, cause?: unknown): Fault =>
  new Fault('config.invalid', `The database ${path} is damaged: ${said}.`, {
    remedy:
      'Nothing was changed in it. Put a backup in its place with "./ckslab restore FILE --force", or move the file away to begin with an empty history.',
    cause,
  });
