import { afterAll, describe, expect, test } from 'vitest';
import type { Step } from '#contract/progress.ts';
import { dockerWorld, freshLab, memoryWorld, recordedRun, unstopped, worlds } from './trial-world.ts';

describe.each(worlds)('host runtime in %s', (_name, make) => {
  const world = make();
  const lab = freshLab();
  const { machines, hosts } = world;
  const image = { host: 'host', workstation: 'workstation', observer: 'observer' } as const;
  const files = [
    {
      path: '/etc/systemd/system/docker.service.d/10-x.conf',
      content: '[Service]\n',
      mode: '0644',
      uid: 0,
      gid: 0,
    },
    { path: '/home/learner/key', content: 'grün\n', mode: '0400', uid: 1000, gid: 1000 },
  ] as const;
  const seenNames = async (): Promise<string[]> => {
    const seen = await machines.seen(unstopped());
    return (seen.find((one) => one.lab === lab)?.machines ?? []).map(({ name }) => name).sort();
  };

  afterAll(() => machines.destroy(lab, unstopped()));

  test('nothing starts in a lab that has no network', async () => {
    const starting = hosts.createWorkstation(freshLab(), await world.image(image.workstation), recordedRun());
    await expect(starting).rejects.toMatchObject({ code: 'engine.refused' });
    for (const { lab: begun } of await machines.seen(unstopped())) await machines.destroy(begun, unstopped());
  });

  test('host, workstation and observers come up one after the other, each told as a step that begins and ends', async () => {
    const run = recordedRun();
    await hosts.createNetwork(lab, unstopped());
    await hosts.createNetwork(lab, unstopped());
    await hosts.createHost(lab, { name: 'web', image: await world.image(image.host), files }, run);
    await hosts.createWorkstation(lab, await world.image(image.workstation), run);
    await hosts.createObservers(lab, ['web'], await world.image(image.observer), run);
    await hosts.connect(lab, run);
    expect(await seenNames()).toEqual(['observer-web', 'web', 'workstation']);
    const told = run.steps
      .filter(({ phase }) => phase === 'begin' || phase === 'end')
      .map((step) => [step.id, step.phase === 'end' ? step.ok : 'begin']);
    expect(told).toEqual([
      ['host-web', 'begin'],
      ['host-web', true],
      ['workstation', 'begin'],
      ['workstation', true],
      ['observers', 'begin'],
      ['observers', true],
      ['ssh', 'begin'],
      ['ssh', true],
    ]);
  });

  const ask = async (...argv: string[]): Promise<string> =>
    (await machines.exec(lab, 'web', argv, { signal: unstopped(), timeoutMs: 10_000 })).stdout;

  test('files stand in a host as they were given', async () => {
    for (const { path, content, mode, uid, gid } of files) {
      expect(await ask('/bin/cat', path)).toBe(content);
      const stat = await ask('/usr/bin/stat', '-c', '%a %u %g', path);
      expect(stat).toBe(`${mode.slice(1)} ${uid} ${gid}\n`);
    }
  });

  test('a host can be entered before it is up', async () => {
    const spec = { name: 'early', image: await world.image(image.host) };
    const entered = Promise.withResolvers<string>();
    const argv = ['/bin/echo', 'in'];
    const onEntered = (): void => {
      const limits = { signal: unstopped(), timeoutMs: 10_000 };
      machines.exec(lab, 'early', argv, limits).then(({ stdout }) => entered.resolve(stdout), entered.reject);
    };
    const stop = new AbortController();
    const making = hosts.createHost(lab, spec, { ...recordedRun(stop.signal), onEntered });
    expect(await entered.promise).toBe('in\n');
    stop.abort();
    await making.catch((error: unknown) => expect(error).toMatchObject({ code: 'cancelled' }));
  });

  test.each(['etc/x', '/etc/../x'])('a host does not begin with a file at %s', async (path) => {
    const spec = { name: 'db', image: await world.image(image.host), files: [{ ...files[0], path }] };
    const starting = hosts.createHost(lab, spec, recordedRun());
    await expect(starting).rejects.toMatchObject({ code: 'request.invalid' });
    expect(await seenNames()).not.toContain('db');
  });

  test('a host that was stopped is woken, told as a step', async () => {
    const run = recordedRun();
    await machines.stop(lab, unstopped());
    await machines.start(lab, unstopped());
    await hosts.recoverHost(lab, 'web', run);
    expect(run.steps.at(-1)).toMatchObject({ id: 'host-web', phase: 'end', ok: true });
    const [seen] = await machines.seen(unstopped());
    expect(seen?.machines.every(({ running }) => running)).toBe(true);
    expect(await ask('/bin/cat', files[1].path)).toBe(files[1].content);
  });

  test('a name is given once', async () => {
    const again = hosts.createWorkstation(lab, await world.image(image.workstation), recordedRun());
    await expect(again).rejects.toMatchObject({ code: 'engine.refused' });
  });

  test('an abort stops the start', async () => {
    const run = recordedRun(AbortSignal.abort());
    const starting = hosts.createHost(lab, { name: 'db', image: await world.image(image.host) }, run);
    await expect(starting).rejects.toMatchObject({ code: 'cancelled' });
    expect(await seenNames()).not.toContain('db');
  });

  test('an observer of a machine that is not there is refused', async () => {
    const placing = hosts.createObservers(lab, ['cp'], await world.image(image.observer), recordedRun());
    await expect(placing).rejects.toMatchObject({ code: 'engine.refused' });
  });
});

/** Both ways in which the real runtime makes a cluster; memory knows no difference. */
const clusterWorlds = [
  ['memory', memoryWorld, 'node'],
  ['docker, initialised by kind', dockerWorld, 'node'],
  ['docker, booted from a baked control plane', dockerWorld, 'baked-node'],
] as const;

describe.each(clusterWorlds)('cluster runtime in %s', (_name, make, image) => {
  const world = make();
  const lab = freshLab();
  const { clusters, hosts, machines } = world;

  afterAll(() => machines.destroy(lab, unstopped()));

  test('a cluster of two nodes comes up in steps that begin and end, and its nodes are machines', async () => {
    const reached: string[] = [];
    const run = { ...recordedRun(), onReached: (milestone: string) => void reached.push(milestone) };
    await hosts.createNetwork(lab, unstopped());
    await clusters.create(lab, { nodes: 2, image: await world.image(image) }, run);
    const ended = run.steps.flatMap((step) => (step.phase === 'end' && step.ok ? [step.id] : []));
    expect(ended).toEqual(['nodes', 'control-plane', 'cni', 'dns']);
    expect(reached).toEqual(['machines', 'api']);
    const [seen] = await machines.seen(unstopped());
    expect(seen?.machines.toSorted((a, b) => a.name.localeCompare(b.name))).toEqual([
      { name: 'cp', role: 'node', running: true },
      { name: 'worker', role: 'node', running: true },
    ]);
  });

  test('credentials name the control plane as their audience reaches it', async () => {
    expect(await clusters.kubeconfig(lab, 'server', unstopped())).toMatch(
      /server: "?https:\/\/127\.0\.0\.1:\d+/,
    );
    expect(await clusters.kubeconfig(lab, 'lab', unstopped())).toMatch(/server: "?https:\/\/cp:6443/);
  });

  test('credentials stay as they were read first, whatever somebody writes on the control plane', async () => {
    const audiences = ['server', 'lab', 'node'] as const;
    const all = () => Promise.all(audiences.map((each) => clusters.kubeconfig(lab, each, unstopped())));
    const before = await all();
    const file = { path: '/etc/kubernetes/admin.conf', content: 'forged', mode: '0600', uid: 0, gid: 0 };
    await machines.put(lab, 'cp', [file], unstopped());
    expect(await all()).toEqual(before);
    const [, , content = ''] = before;
    await machines.put(lab, 'cp', [{ ...file, content }], unstopped());
    expect(await all()).toEqual(before);
  });

  test('a cluster that was stopped comes back with all its nodes, told in steps', async () => {
    await machines.stop(lab, unstopped());
    const early = clusters.recover(lab, ['cp', 'worker'], recordedRun(AbortSignal.timeout(3_000)));
    await expect(early).rejects.toBeInstanceOf(Error);
    await machines.start(lab, unstopped());
    const run = recordedRun();
    await clusters.recover(lab, ['cp', 'worker'], run);
    const ended = run.steps.flatMap((step) => (step.phase === 'end' && step.ok ? [step.id] : []));
    expect(ended).toEqual(['control-plane', 'cni', 'dns']);
  });

  test('an abort ends the start, and what was begun can be removed', async () => {
    const other = freshLab();
    await hosts.createNetwork(other, unstopped());
    const stop = new AbortController();
    const onStep = (step: Step): void => {
      const halfway = step.phase === 'note' && step.text.includes('Preparing nodes');
      if (halfway || step.id === 'control-plane') stop.abort();
    };
    const spec = { nodes: 1, image: await world.image(image) };
    const creating = clusters.create(other, spec, { signal: stop.signal, onStep });
    await expect(creating).rejects.toMatchObject({ code: 'cancelled' });
    await machines.destroy(other, unstopped());
    expect((await machines.seen(unstopped())).map((seen) => seen.lab)).not.toContain(other);
  });
});
