import BetterSqlite3 from 'better-sqlite3';
import {
  type Compilable,
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { Fault } from '#domain/fault.ts';
import { migrate } from './migrations.ts';
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

  /** `:memory:` keeps nothing. Any other path is opened or made, and brought to the newest version. */
  constructor(path: string) {
    this.sqlite = new BetterSqlite3(path, { timeout: busyMs });
    try {
      // Two servers over the same records would each undo what the other makes.
      this.sqlite.pragma('locking_mode = EXCLUSIVE');
      this.sqlite.pragma('journal_mode = WAL');
      this.sqlite.pragma('synchronous = NORMAL');
      this.sqlite.pragma('foreign_keys = ON');
      migrate(this.sqlite);
    } catch (error) {
      this.sqlite.close();
      throw error instanceof BetterSqlite3.SqliteError && error.code === 'SQLITE_BUSY'
        ? inUse(path, error)
        : error;
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
  }
}

const inUse = (path: string, cause: unknown): Fault =>
  new Fault('config.invalid', `Another server uses the database ${path}.`, {
    remedy: 'Stop the other server, or give this one a CKSLAB_STATE_DIR of its own.',
    cause,
  });
