import { z } from 'zod';
import { LabId, ShellId } from '#contract/ids.ts';
import type { ShellRecord, ShellSnapshot, ShellStore } from '#ports/shell-store.ts';
import type { Database } from './database.ts';

const Row = z.object({
  id: ShellId,
  lab: LabId,
  terminal: z.string(),
  number: z.number(),
  machine: z.string(),
  user: z.string(),
  opened_at: z.number(),
});

const Snapshot = z.object({
  at_byte: z.number(),
  cols: z.number(),
  rows: z.number(),
  screen: z.string(),
  pending: z.instanceof(Uint8Array),
});

const columns = ['id', 'lab', 'terminal', 'number', 'machine', 'user', 'opened_at'] as const;

export class SqliteShellStore implements ShellStore {
  private readonly db: Database;

  constructor(db: Database) {
    this.db = db;
  }

  insert({ on, openedAt, ...shell }: ShellRecord): void {
    const row = { ...shell, machine: on, opened_at: openedAt };
    this.db.run(this.db.build.insertInto('shells').values(row));
  }

  remove(id: ShellId): void {
    this.db.run(this.db.build.deleteFrom('shells').where('id', '=', id));
  }

  all(): ShellRecord[] {
    const rows = this.db.build.selectFrom('shells').select(columns).orderBy('opened_at').orderBy('id');
    return this.db.all(rows).map((row) => {
      const { machine, opened_at, ...rest } = Row.parse(row);
      return { ...rest, on: machine, openedAt: opened_at };
    });
  }

  keep(id: ShellId, { offset, ...shown }: ShellSnapshot): void {
    const change = { ...shown, pending: Buffer.from(shown.pending), at_byte: offset };
    this.db.run(this.db.build.updateTable('shells').set(change).where('id', '=', id));
  }

  snapshot(id: ShellId): ShellSnapshot | undefined {
    const query = this.db.build.selectFrom('shells').where('id', '=', id);
    const row = this.db.first(query.select(['at_byte', 'cols', 'rows', 'screen', 'pending']));
    const { data } = Snapshot.safeParse(row);
    if (data === undefined) return undefined;
    const { at_byte, ...shown } = data;
    return { ...shown, offset: at_byte };
  }
}
