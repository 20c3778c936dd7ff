import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { Database } from './database.ts';
import { migrate, newestVersion } from './migrations.ts';

// An upgrade opens what an older platform has written. Rows are made from each schema itself, so that a table or column that a later
// version adds is tried without anybody thinking of it.

const Column = z.object({ name: z.string(), type: z.string(), notnull: z.number(), pk: z.number() });
type Column = z.infer<typeof Column>;
const Reference = z.object({ from: z.string(), table: z.string(), to: z.string() });
const rowsOfEach = 3;

let dir: string;
let file: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'cks-lab-upgrade-'));
  file = join(dir, 'db');
});
afterEach(() => rm(dir, { recursive: true }));

const tablesOf = (db: BetterSqlite3.Database): string[] =>
  z
    .array(z.string())
    .parse(
      db
        .prepare(
          "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid",
        )
        .pluck()
        .all(),
    );
const columnsOf = (db: BetterSqlite3.Database, table: string): Column[] =>
  z.array(Column).parse(db.pragma(`table_info(${table})`));

/** A value that fits the column and is found nowhere else; every third row leaves out what may be left out. */
function valueFor(table: string, { name, type, notnull, pk }: Column, nth: number): unknown {
  if (nth % 3 === 2 && notnull === 0 && pk === 0) return null;
  if (name.endsWith('_json')) return JSON.stringify({ [`${table}.${name}`]: nth });
  if (type === 'INTEGER') return 1000 + nth;
  if (type === 'REAL') return nth + 0.5;
  if (type === 'BLOB') return Buffer.from([nth, 0, 255]);
  return `${table}.${name}.${nth}`;
}

/** Tables come in the order in which they were made: whatever a row refers to is there already. */
function fill(db: BetterSqlite3.Database): void {
  for (const table of tablesOf(db)) {
    const columns = columnsOf(db, table);
    const references = z.array(Reference).parse(db.pragma(`foreign_key_list(${table})`));
    const places = columns.map(({ name }) => `@${name}`).join(', ');
    const insert = db.prepare(`INSERT INTO ${table} VALUES (${places})`);
    for (let nth = 0; nth < rowsOfEach; nth += 1) {
      const row = Object.fromEntries(
        columns.map((column) => [column.name, valueFor(table, column, nth)] as const),
      );
      for (const { from, table: other, to } of references) {
        row[from] = db.prepare(`SELECT ${to} FROM ${other} LIMIT 1 OFFSET ${nth}`).pluck().get();
      }
      insert.run(row);
    }
  }
}

/** Every row, as far as the given schema knows its columns. */
function contents(db: BetterSqlite3.Database, schema: ReadonlyMap<string, readonly string[]>): unknown {
  return Object.fromEntries(
    [...schema].map(([table, columns]) => [
      table,
      db.prepare(`SELECT ${columns.join(', ')} FROM ${table} ORDER BY rowid`).all(),
    ]),
  );
}

test('an attempt that a lab that is gone has left open ends with the last step of the lab', () => {
  const old = new BetterSqlite3(file);
  migrate(old, 7);
  const lab = old.prepare(
    "INSERT INTO labs (id, scenario, attempt, state, wanted, version, created_at, vars_json, steps_json) VALUES (?, 's', ?, ?, '', 1, 1, '{}', ?)",
  );
  const attempt = old.prepare(
    "INSERT INTO attempts (id, scenario, title, lab, started_at, ended_at, tasks_json) VALUES (?, 's', 't', ?, 10, ?, '[]')",
  );
  const steps = JSON.stringify([{ at: 20 }, { at: 30 }]);
  for (const [name, state, told, ended] of [
    ['left', 'gone', steps, null],
    ['early', 'gone', '[]', null],
    ['over', 'gone', steps, 25],
    ['runs', 'ready', steps, null],
  ]) {
    lab.run(name, name, state, told);
    attempt.run(name, name, ended);
  }
  old.close();

  new Database(file).close();

  const now = new BetterSqlite3(file, { readonly: true });
  const ends = now.prepare('SELECT id, ended_at FROM attempts').raw().all();
  now.close();
  expect(Object.fromEntries(z.array(z.tuple([z.string(), z.number().nullable()])).parse(ends))).toEqual({
    left: 30,
    early: 10,
    over: 25,
    runs: null,
  });
});

test.each(Array.from({ length: newestVersion }, (_, at) => at + 1))(
  'what a platform of schema %i has written is all there after the upgrade',
  (version) => {
    const old = new BetterSqlite3(file);
    old.pragma('foreign_keys = ON');
    migrate(old, version);
    fill(old);
    const schema = new Map(
      tablesOf(old).map((table) => [table, columnsOf(old, table).map(({ name }) => name)] as const),
    );
    const before = contents(old, schema);
    old.close();

    new Database(file).close();

    const now = new BetterSqlite3(file, { readonly: true });
    try {
      expect(schema.size).toBeGreaterThan(4);
      expect(contents(now, schema)).toEqual(before);
      expect(now.pragma('foreign_key_check')).toEqual([]);
      expect(now.pragma('integrity_check', { simple: true })).toBe('ok');
      expect(now.pragma('user_version', { simple: true })).toBe(newestVersion);
    } finally {
      now.close();
    }
  },
);
