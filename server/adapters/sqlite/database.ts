import BetterSqlite3 from 'better-sqlite3';
import {
  type Compilable,
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { inUse, isBusy, lockDatabase } from './lock.ts';
import { migrate } from './migrations.ts';
import { checkSound, checkVersion, faultOfFile } from './sound.ts';
import type { Tables } from './tables.ts';

const busyMs = 1000;

/**
 * Queries are built with types by kysely and run at once by better-sqlite3: a state that is stored before the next line runs
 * leaves no gap in which two requests could both see the old one.
 */
export class Database {
  readonly build = new Kysely<Tables>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  });
  private readonly sqlite: BetterSqlite3.Database;
  private readonly unlock: () => void;

  /**
   * `:memory:` keeps nothing. Any other path is opened or made, and brought to the newest version. A database that is damaged, or
   * that a newer version has written, stays as it is. Throws Fault `config.invalid`.
   */
  constructor(path: string) {
    this.unlock = path === ':memory:' ? () => undefined : lockDatabase(path);
    try {
      this.sqlite = opened(path);
    } catch (error) {
      this.unlock();
      throw isBusy(error) ? inUse(path, error) : faultOfFile(error, path);
    }
  }

  all<T>(query: Compilable<T>): T[] {
    const { sql, parameters } = query.compile();
    return this.sqlite.prepare<unknown[], T>(sql).all(...parameters);
  }

  first<T>(query: Compilable<T>): T | undefined {
    return this.all(query)[0];
  }

  /** Returns how many rows were changed. */
  run(query: Compilable): number {
    const { sql, parameters } = query.compile();
    return this.sqlite.prepare(sql).run(...parameters).changes;
  }

  transaction<T>(work: () => T): T {
    return this.sqlite.transaction(work)();
  }

  close(): void {
    this.sqlite.close();
    this.unlock();
  }
}

function opened(path: string): BetterSqlite3.Database {
  const sqlite = new BetterSqlite3(path, { timeout: busyMs });
  try {
    checkSound(sqlite, path);
    checkVersion(sqlite);
    sqlite.pragma('journal_mode = WAL');
    sqlite.pragma('synchronous = NORMAL');
    sqlite.pragma('foreign_keys = ON');
    migrate(sqlite);
    return sqlite;
  } catch (error) {
    sqlite.close();
    throw error;
  }
}
