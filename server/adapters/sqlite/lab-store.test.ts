import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { GradeReport } from '#contract/grading.ts';
import { MemoryLabStore } from '#adapters/memory/lab-store.ts';
import { CountingIds } from '#adapters/memory/ids.ts';
import { Fault } from '#domain/fault.ts';
import type { AttemptRecord, LabRecord, LabStore } from '#ports/lab-store.ts';
import { Database } from './database.ts';
import { SqliteLabStore } from './lab-store.ts';

const ids = new CountingIds();
let open: Database | undefined;
afterEach(() => {
  open?.close();
  open = undefined;
});

function sqlite(): LabStore {
  open = new Database(':memory:');
  return new SqliteLabStore(open);
}

function records(createdAt = 100): { lab: LabRecord; attempt: AttemptRecord } {
  const lab: LabRecord = {
    id: ids.lab(),
    scenario: 'doors',
    attempt: ids.attempt(),
    state: 'requested',
    wanted: 'ready',
    version: 1,
    createdAt,
    readyAt: undefined,
    vars: { port: '8080' },
    steps: [],
    problem: undefined,
  };
  const attempt: AttemptRecord = {
    id: lab.attempt,
    scenario: 'doors',
    title: 'Doors',
    lab: lab.id,
    startedAt: createdAt,
    endedAt: undefined,
    tasks: [{ task: 'close', title: 'Close it', points: 4 }],
  };
  return { lab, attempt };
}

function report(lab: LabRecord, earned: number): GradeReport {
  return {
    run: ids.run(),
    lab: lab.id,
    startedAt: 1,
    endedAt: 2,
    earned,
    possible: 4,
    sure: true,
    tasks: [{ task: 'close', earned, possible: 4, sure: true }],
    checks: [],
  };
}

describe.each([
  ['memory', () => new MemoryLabStore()],
  ['sqlite', sqlite],
] as const)('lab store: %s', (_, make) => {
  test('a lab comes back as it was kept', () => {
    const store = make();
    const { lab, attempt } = records();
    const kept = { ...lab, problem: { code: 'x', message: 'm', remedy: 'r' }, readyAt: 5 };
    store.insert(kept, attempt);
    expect(store.get(lab.id)).toEqual(kept);
  });

  test('each change adds one to the version', () => {
    const store = make();
    const { lab, attempt } = records();
    store.insert(lab, attempt);
    store.update(lab.id, { state: 'preparing' });
    expect(store.update(lab.id, { problem: undefined })).toMatchObject({ version: 3, state: 'preparing' });
  });

  test('an unknown lab cannot be changed', () => {
    const store = make();
    expect(() => store.update(ids.lab(), { state: 'gone' })).toThrow(Fault);
  });

  test('labs that are gone are not active; the others come oldest first', () => {
    const store = make();
    const [late, early, gone] = [records(300), records(200), records(100)];
    for (const each of [late, early, gone]) store.insert(each.lab, each.attempt);
    store.update(gone.lab.id, { state: 'gone' });
    expect(store.active().map((lab) => lab.id)).toEqual([early.lab.id, late.lab.id]);
  });

  test('a spare is no lab of a learner before it is taken, and taken once', () => {
    const store = make();
    const { lab, attempt } = records();
    const learners = records();
    store.insertSpare({ ...lab, spare: 'of this', readyAt: 150 });
    store.insert(learners.lab, learners.attempt);
    expect(store.spares()).toMatchObject([{ id: lab.id, spare: 'of this' }]);
    expect(store.active().map(({ id }) => id)).toEqual([learners.lab.id]);
    expect(store.attempts().map(({ id }) => id)).toEqual([learners.attempt.id]);
    const taken = store.take({ ...attempt, startedAt: 900 }, { createdAt: 900, readyAt: 900 });
    expect(taken).toEqual({ ...lab, spare: undefined, createdAt: 900, readyAt: 900, version: 2 });
    expect(store.get(lab.id)).toEqual(taken);
    expect(store.spares()).toEqual([]);
    expect(store.active().map(({ id }) => id)).toEqual([learners.lab.id, lab.id]);
    expect(store.attempts()[0]).toMatchObject({ id: attempt.id, startedAt: 900 });
    expect(() => store.take(attempt, { createdAt: 1, readyAt: 1 })).toThrow(Fault);
    expect(() => store.take(learners.attempt, { createdAt: 1, readyAt: 1 })).toThrow(Fault);
    expect(store.get(lab.id)).toEqual(taken);
  });

  test('spares that are gone are forgotten with the next one', () => {
    const store = make();
    const [first, second] = [records().lab, records().lab];
    store.insertSpare({ ...first, spare: 'a' });
    store.update(first.id, { state: 'gone' });
    expect(store.spares()).toEqual([]);
    store.insertSpare({ ...second, spare: 'b' });
    expect(store.get(first.id)).toBeUndefined();
    expect(store.spares().map(({ id }) => id)).toEqual([second.id]);
  });

  test('reports of before a reset are history, not the state of the lab', () => {
    const store = make();
    const { lab, attempt } = records();
    store.insert(lab, attempt);
    store.update(lab.id, { readyAt: 10 });
    store.addReport(attempt.id, report(lab, 3));
    expect(store.lastReport(lab.id)?.earned).toBe(3);
    store.update(lab.id, { readyAt: undefined });
    expect(store.lastReport(lab.id)).toBeUndefined();
    store.update(lab.id, { readyAt: 20 });
    expect(store.lastReport(lab.id)).toBeUndefined();
    expect(store.attempts()[0]).toMatchObject({ best: 3, gradings: 1 });
  });

  test('a hint is opened once and taken off the best', () => {
    const store = make();
    const { lab, attempt } = records();
    store.insert(lab, attempt);
    store.addReport(attempt.id, report(lab, 4));
    const hint = { task: 'close', index: 0, text: 'look', cost: 1 };
    store.openHint(attempt.id, hint);
    store.openHint(attempt.id, hint);
    expect(store.hints(attempt.id)).toEqual([hint]);
    expect(store.attempts()[0]).toMatchObject({ best: 3, possible: 4, hintsOpened: 1 });
  });

  test('a pause is kept with its lab, and counted with its attempt', () => {
    const store = make();
    const { lab, attempt } = records();
    store.insert(lab, attempt);
    expect(store.attempts()[0]).not.toHaveProperty('pausedMs');
    store.update(lab.id, { state: 'paused', wanted: 'paused', pausedAt: 7, pausedMs: 3, keptUntil: 90 });
    expect(store.get(lab.id)).toMatchObject({ wanted: 'paused', pausedAt: 7, pausedMs: 3, keptUntil: 90 });
    store.update(lab.id, { pausedAt: undefined, keptUntil: undefined }, { pausedMs: 40 });
    expect(store.get(lab.id)?.keptUntil).toBeUndefined();
    store.update(lab.id, {}, { pausedMs: 2 });
    expect(store.attempts()[0]?.pausedMs).toBe(42);
  });

  test('an attempt ends once', () => {
    const store = make();
    const { lab, attempt } = records();
    store.insert(lab, attempt);
    store.update(lab.id, { state: 'stopping' }, { endedAt: 7 });
    store.update(lab.id, { state: 'gone' }, { endedAt: 9 });
    expect(store.attempts()[0]?.endedAt).toBe(7);
  });
});

test('two servers cannot use the same database', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'cks-lab-db-'));
  const first = new Database(join(dir, 'db'));
  expect(() => new Database(join(dir, 'db'))).toThrow('Another server');
  first.close();
  new Database(join(dir, 'db')).close();
  await rm(dir, { recursive: true });
});
