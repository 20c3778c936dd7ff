import type { SessionStore } from '#ports/session-store.ts';
import type { Database } from './database.ts';

export class SqliteSessionStore implements SessionStore {
  private readonly db: Database;

  constructor(db: Database) {
    this.db = db;
  }

  add(hash: string, at: number, expiresAt: number): void {
    const row = { hash, created_at: at, expires_at: expiresAt };
    this.db.run(this.db.build.insertInto('sessions').values(row));
  }

  has(hash: string, now: number): boolean {
    const { build } = this.db;
    const query = build.selectFrom('sessions').select('hash').where('hash', '=', hash);
    return this.db.first(query.where('expires_at', '>', now)) !== undefined;
  }

  remove(hash: string): void {
    this.db.run(this.db.build.deleteFrom('sessions').where('hash', '=', hash));
  }

  prune(now: number): void {
    this.db.run(this.db.build.deleteFrom('sessions').where('expires_at', '<=', now));
  }
}
