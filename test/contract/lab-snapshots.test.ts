import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SnapshotView } from '#contract/snapshots.ts';
import { clock, freshLab, recordedRun, unstopped, worlds } from './trial-world.ts';

const names = ['workstation', 'door'];

describe.each(worlds)('snapshots in %s', (_name, make) => {
  const world = make();
  const [lab, other] = [freshLab(), freshLab()];
  const { machines, hosts, snapshots } = world;

  const put = (machine: string, path: string, content: string) =>
    machines.put(lab, machine, [{ path, content, mode: '0640', uid: 0, gid: 0 }], unstopped());
  const read = async (machine: string, path: string): Promise<string | undefined> => {
    const limits = { signal: unstopped(), timeoutMs: 10_000 };
    const { exit, stdout } = await machines.exec(lab, machine, ['/bin/cat', path], limits);
    return exit === 0 ? stdout : undefined;
  };
  const save = (number = 1): Promise<SnapshotView> =>
    snapshots.save(
      lab,
      { cause: { kind: 'check', number }, at: clock.now(), answered: true, machines: names },
      unstopped(),
    );

  beforeAll(async () => {
    const run = recordedRun();
    await hosts.createNetwork(lab, unstopped(), { sealed: true });
    await hosts.createWorkstation(lab, await world.image('workstation'), run);
    await hosts.createHost(lab, { name: 'door', image: await world.image('host') }, run);
    await hosts.createObservers(lab, names, await world.image('observer'), run);
  });
  afterAll(async () => {
    await machines.destroy(lab, unstopped());
    await rm(join(tmpdir(), `cks-lab-snapshots-${world.owner}`), { recursive: true, force: true });
  });

  test('a lab has none before the first', async () => {
    expect(await snapshots.list(lab)).toEqual([]);
    const back = snapshots.restore(lab, 1, recordedRun());
    await expect(back).rejects.toMatchObject({ code: 'snapshot.not-found' });
  });

  test('going back gives every machine the files that it had, and takes away what came later', async () => {
    await put('door', '/etc/docker/note.conf', 'as saved');
    await put('workstation', '/home/learner/plan', 'as saved');
    const saved = await save(7);
    expect(saved).toMatchObject({ cause: { kind: 'check', number: 7 }, answered: true });
    expect(await snapshots.list(lab)).toEqual([saved]);
    await put('door', '/etc/docker/note.conf', 'changed');
    await put('door', '/etc/docker/later.conf', 'added');
    await put('workstation', '/home/learner/plan', 'changed');
    const run = recordedRun();
    expect(await snapshots.restore(lab, saved.id, run)).toEqual(saved);
    await hosts.settleHosts(lab, ['door'], run);
    expect(await read('door', '/etc/docker/note.conf')).toBe('as saved');
    expect(await read('door', '/etc/docker/later.conf')).toBeUndefined();
    expect(await read('workstation', '/home/learner/plan')).toBe('as saved');
    expect(run.steps).toContainEqual(expect.objectContaining({ id: 'undo-files', phase: 'end', ok: true }));
    const [seen] = (await machines.seen(unstopped())).filter((each) => each.lab === lab);
    expect(seen?.machines.every(({ running }) => running)).toBe(true);
    expect(seen?.machines).toHaveLength(4);
  });

  test('a lab can go back to the same state twice, and then on to another', async () => {
    const [first] = await snapshots.list(lab);
    await put('door', '/root/second', 'second');
    const second = await save(8);
    await snapshots.restore(lab, first?.id ?? 0, recordedRun());
    expect(await read('door', '/root/second')).toBeUndefined();
    await snapshots.restore(lab, second.id, recordedRun());
    expect(await read('door', '/root/second')).toBe('second');
  });

  test('only the newest five are kept, and ids never come again', async () => {
    for (let number = 9; number < 13; number += 1) await save(number);
    const kept = await snapshots.list(lab);
    expect(kept.map(({ cause }) => cause)).toEqual(
      [12, 11, 10, 9, 8].map((number) => ({ kind: 'check', number })),
    );
    expect(kept.map(({ id }) => id)).toEqual([6, 5, 4, 3, 2]);
  });

  test('a snapshot that is stopped, or of a machine that is not there, leaves nothing', async () => {
    const before = await snapshots.list(lab);
    const stopped = AbortSignal.abort(new Error('enough'));
    const about = { cause: { kind: 'learner' }, at: 1, answered: true } as const;
    await expect(snapshots.save(lab, { ...about, machines: names }, stopped)).rejects.toMatchObject({
      code: 'cancelled',
    });
    await expect(snapshots.save(lab, { ...about, machines: ['nobody'] }, unstopped())).rejects.toMatchObject({
      code: 'engine.refused',
    });
    expect(await snapshots.list(lab)).toEqual(before);
  });

  test('what is forgotten is gone, once or twice; other labs keep theirs', async () => {
    await snapshots.keepOnly([lab, other]);
    expect(await snapshots.list(lab)).toHaveLength(5);
    await snapshots.forget(other);
    expect(await snapshots.list(lab)).toHaveLength(5);
    await snapshots.keepOnly([other]);
    expect(await snapshots.list(lab)).toEqual([]);
    await snapshots.forget(lab);
    expect((await save()).id).toBe(1);
  });
});
