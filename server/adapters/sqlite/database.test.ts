import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CountingIds } from '#adapters/memory/ids.ts';
import { MemoryDurations } from '#adapters/memory/durations.ts';
import { rememberedStarts } from '#ports/durations.ts';
import type { LabRecord } from '#ports/lab-store.ts';
import { backUp, restore } from './backup.ts';
import { Database } from './database.ts';
import { SqliteDurations } from './durations.ts';
import { SqliteLabStore } from './lab-store.ts';
import { migrate, newestVersion } from './migrations.ts';
import { SqliteSessionStore } from './session-store.ts';

let dir: string;
let file: string;
const open: Database[] = [];
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'cks-lab-db-'));
  file = join(dir, 'db');
});
afterEach(async () => {
  for (const database of open.splice(0)) database.close();
  await rm(dir, { recursive: true });
});

function opened(path = file): Database {
  const database = new Database(path);
  open.push(database);
  return database;
}
function closed(database: Database): void {
  open.splice(open.indexOf(database), 1);
  database.close();
}

function current(): Database {
  const [database] = open;
  if (database === undefined) throw new Error('no database is open');
  return database;
}

const ids = new CountingIds();
function addLab(database: Database): LabRecord {
  const lab: LabRecord = {
    id: ids.lab(),
    scenario: 'doors',
    attempt: ids.attempt(),
    state: 'ready',
    wanted: 'ready',
    version: 1,
    createdAt: 100,
    readyAt: 200,
    vars: { port: '8080' },
    steps: [{ id: 'nodes', title: 'Start', at: 5, phase: 'end', ok: true }],
    problem: undefined,
  };
  const { attempt, id, scenario } = lab;
  const tasks = [{ task: 'close', title: 'Close it', points: 4 }];
  const record = {
    id: attempt,
    scenario,
    title: 'Doors',
    lab: id,
    startedAt: 100,
    endedAt: undefined,
    tasks,
  };
  new SqliteLabStore(database).insert(lab, record);
  return lab;
}

describe('a database', () => {
  test.each(Array.from({ length: newestVersion - 1 }, (_, at) => at + 1))(
    'of version %i is brought to the newest with all that it holds',
    (version) => {
      const old = new BetterSqlite3(file);
      migrate(old, version);
      old.exec(`
        INSERT INTO labs (id, scenario, attempt, state, wanted, version, created_at, ready_at, vars_json, steps_json, problem_json)
          VALUES ('lab-oldoldol', 'doors', 'att-oldoldoldold', 'ready', 'ready', 3, 100, 200, '{"port":"8080"}', '[]', NULL);
        INSERT INTO attempts (id, scenario, title, lab, started_at, ended_at, tasks_json) VALUES ('att-oldoldoldold', 'doors', 'Doors', 'lab-oldoldol', 100, NULL, '[{"task":"close","title":"Close it","points":4}]');
        INSERT INTO hints VALUES ('att-oldoldoldold', 'close', 0, 'look', 1);
        INSERT INTO sessions VALUES ('abc', 1, 99);
      `);
      old.close();
      const database = opened();
      const store = new SqliteLabStore(database);
      expect(store.active()).toMatchObject([{ id: 'lab-oldoldol', readyAt: 200, vars: { port: '8080' } }]);
      expect(store.attempts()).toMatchObject([{ title: 'Doors', possible: 4, hintsOpened: 1 }]);
      expect(new SqliteSessionStore(database).has('abc', 50)).toBe(true);
      closed(database);
      const now = new BetterSqlite3(file, { readonly: true });
      expect(now.pragma('user_version', { simple: true })).toBe(newestVersion);
      now.close();
    },
  );

  test('of a newer version is refused and stays as it is', async () => {
    closed(opened());
    const newer = new BetterSqlite3(file);
    newer.pragma(`user_version = ${newestVersion + 1}`);
    newer.pragma('journal_mode = DELETE');
    newer.close();
    const before = await readFile(file);
    expect(() => new Database(file)).toThrow('written by a newer version');
    expect(await readFile(file)).toEqual(before);
  });

  test.each([
    ['is no database at all', () => Buffer.from('these are no records\n'.repeat(500))],
    ['lost its end', (whole: Buffer) => whole.subarray(0, Math.floor(whole.length / 2))],
    ['was overwritten in the middle', (whole: Buffer) => Buffer.from(whole).fill(0xa5, 4096, 20_000)],
  ])('that %s is refused with what to do, and stays as it is', async (_, spoil) => {
    const database = opened();
    for (let nth = 0; nth < 50; nth += 1) addLab(database);
    closed(database);
    const spoilt = spoil(await readFile(file));
    await writeFile(file, spoilt);
    expect(() => new Database(file)).toThrow(/is damaged/);
    expect((await readFile(file)).equals(spoilt)).toBe(true);
    await expect(backUp(file, join(dir, 'copy'), { force: false })).rejects.toThrow(/is damaged/);
    expect(existsSync(join(dir, 'copy'))).toBe(false);
  });
});

describe('a backup', () => {
  const copy = (): string => join(dir, 'copy');

  test('is made while a server works, is for this user alone, and comes back whole, without sessions', async () => {
    const server = opened();
    const lab = addLab(server);
    new SqliteSessionStore(server).add('secret-hash', 1, 10_000);
    await backUp(file, copy(), { force: false });
    expect((await stat(copy())).mode & 0o777).toBe(0o600);
    expect((await readFile(copy())).includes('secret-hash')).toBe(false);
    addLab(server);
    closed(server);
    const kept = await restore(copy(), file, { force: true });
    const restored = opened();
    expect(new SqliteLabStore(restored).active()).toEqual([lab]);
    expect(new SqliteSessionStore(restored).has('secret-hash', 5)).toBe(false);
    expect(new SqliteLabStore(opened(kept)).active()).toHaveLength(2);
  });

  test('replaces nothing without being told to', async () => {
    addLab(opened());
    await writeFile(copy(), 'mine');
    await expect(backUp(file, copy(), { force: false })).rejects.toThrow('exists already');
    expect(await readFile(copy(), 'utf8')).toBe('mine');
    await backUp(file, copy(), { force: true });
    closed(current());
    await expect(restore(copy(), file, { force: false })).rejects.toThrow('exists already');
  });

  test('is not restored under a running server', async () => {
    const lab = addLab(opened());
    await backUp(file, copy(), { force: false });
    await expect(restore(copy(), file, { force: true })).rejects.toThrow('Another server');
    expect(new SqliteLabStore(current()).active()).toEqual([lab]);
  });

  test.each([
    ['of another program', 'CREATE TABLE cats (name TEXT)', 'holds no records of CKS Lab'],
    ['of a newer version', `PRAGMA user_version = ${newestVersion + 1}`, 'newer version'],
  ])('that is a database %s is refused, and the history stays', async (_, sql, message) => {
    const lab = addLab(opened());
    closed(current());
    const other = new BetterSqlite3(copy());
    other.exec(sql);
    other.close();
    await expect(restore(copy(), file, { force: true })).rejects.toThrow(message);
    await copyFile(join(dir, 'db'), join(dir, 'again'));
    expect(new SqliteLabStore(opened()).active()).toEqual([lab]);
  });
});

describe.each([
  ['memory', () => new MemoryDurations()],
  ['sqlite', () => new SqliteDurations(opened())],
] as const)('durations: %s', (_, make) => {
  test('the newest few starts are remembered, each kind and scenario by itself', () => {
    const durations = make();
    for (let nth = 1; nth <= rememberedStarts + 3; nth += 1) {
      durations.add('doors', 'start', { totalMs: nth, steps: { nodes: nth } }, nth);
    }
    durations.add('doors', 'reset', { totalMs: 7, steps: {} }, 1);
    const starts = durations.recent('doors', 'start');
    expect(starts).toHaveLength(rememberedStarts);
    expect(starts[0]).toEqual({ totalMs: rememberedStarts + 3, steps: { nodes: rememberedStarts + 3 } });
    expect(durations.recent('doors', 'reset')).toEqual([{ totalMs: 7, steps: {} }]);
    expect(durations.recent('windows', 'start')).toEqual([]);
  });
});
