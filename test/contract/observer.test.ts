import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { MemoryObserver } from '#adapters/memory/observer.ts';
import { MemoryWorld } from '#adapters/memory/machines-world.ts';
import { MemoryMachines } from '#adapters/memory/machines.ts';
import { MemoryHostRuntime } from '#adapters/memory/runtimes.ts';
import { MachinesObserver } from '#adapters/observer/machines-observer.ts';
import type { Answer, Question } from '#contract/observer.ts';
import type { Observers } from '#ports/observer.ts';
import { clock, dockerWorld, freshLab, recordedRun, type TrialWorld, unstopped } from './trial-world.ts';

type Watched = Pick<TrialWorld, 'machines' | 'hosts' | 'image'> & { readonly observer: Observers };

function memory(): Watched {
  const world = new MemoryWorld();
  return {
    machines: new MemoryMachines(world),
    hosts: new MemoryHostRuntime(world, clock),
    image: async (name) => name,
    observer: new MemoryObserver(world),
  };
}

function docker(): Watched {
  const world = dockerWorld();
  return { ...world, observer: new MachinesObserver(world.machines, world.talks) };
}

const machine = { netns: 'machine', timeoutMs: 2000 } as const;
const unused = { ...machine, host: '127.0.0.1', port: 9 };

describe.each([
  ['memory', memory],
  ['docker', docker],
])('the observer in %s', (name, make) => {
  const { machines, hosts, image, observer } = make();
  const lab = freshLab();
  const ask = <Q extends Question>(question: Q): Promise<Answer<Q>> =>
    observer.ask(lab, 'workstation', question, unstopped());

  beforeAll(async () => {
    await hosts.createNetwork(lab, unstopped());
    await hosts.createWorkstation(lab, await image('workstation'), recordedRun());
    await hosts.createObservers(lab, ['workstation'], await image('observer'), recordedRun());
  });
  afterAll(() => machines.destroy(lab, unstopped()));

  test('a file is told with owner, mode, the start of its text and the sum of all of it', async () => {
    const file = { path: '/srv/notes.txt', content: 'first\nsecond\n', mode: '0640', uid: 1000, gid: 0 };
    await machines.put(lab, 'workstation', [file], unstopped());
    expect(await ask({ kind: 'file', path: '/srv/notes.txt', maxBytes: 5 })).toEqual({
      kind: 'file',
      exists: true,
      type: 'file',
      owner: 'learner',
      group: 'root',
      mode: '0640',
      content: 'first',
      sha256: 'dbea9325179efe46ea2add94f7b6b745ca983fabb208dc6d34aa064623d7ee23',
    });
    expect(await ask({ kind: 'file', path: '/srv', maxBytes: 5 })).toMatchObject({ type: 'directory' });
  });

  test('a file that is not there is a finding, not an error', async () => {
    expect(await ask({ kind: 'file', path: '/no/such', maxBytes: 1 })).toEqual({
      kind: 'file',
      exists: false,
    });
  });

  test('a log is read from where the last look ended, line by line', async () => {
    const path = '/srv/app.log';
    const put = (content: string) =>
      machines.put(lab, 'workstation', [{ path, content, mode: '0644', uid: 0, gid: 0 }], unstopped());
    const read = (from: number, maxBytes: number) => ask({ kind: 'log', path, from, maxBytes });
    expect(await read(0, 0)).toEqual({ kind: 'log', exists: false, next: 0, content: '' });
    await put('old\n');
    expect(await read(0, 0)).toEqual({ kind: 'log', exists: true, next: 4, content: '' });
    await put('old\nnew\nhal');
    expect(await read(4, 100)).toEqual({ kind: 'log', exists: true, next: 8, content: 'new\n' });
    await put('anew\n');
    expect(await read(8, 100)).toMatchObject({ next: 5, content: 'anew\n' });
  });

  test('a port on which nobody listens refuses every kind of call', async () => {
    const { host, port, netns, timeoutMs } = unused;
    expect(await ask({ kind: 'connect', ...unused })).toMatchObject({ outcome: 'refused' });
    expect(await ask({ kind: 'tls', ...unused })).toMatchObject({ outcome: 'refused' });
    expect((await ask({ kind: 'tlsCiphers', ...unused })).kind).toBe('unknown');
    const url = `http://${host}:${port}/`;
    expect(await ask({ kind: 'http', netns, timeoutMs, url, headers: {} })).toMatchObject({
      outcome: 'refused',
    });
  });

  test('a name that nobody knows fails', async () => {
    const dns = await ask({ kind: 'dns', ...machine, name: 'nobody.knows.invalid' });
    expect(dns).toMatchObject({ kind: 'dns', outcome: 'fails', addresses: [] });
  });

  test('a program that does not run has no processes, a Pod elsewhere no sandbox', async () => {
    expect(await ask({ kind: 'processes', name: 'no-such-program' })).toEqual({
      kind: 'processes',
      processes: [],
    });
    expect(await ask({ kind: 'podSandbox', podUid: 'none' })).toEqual({
      kind: 'podSandbox',
      processes: [],
      runtime: 'none',
    });
    expect((await ask({ kind: 'listeners', netns: 'machine' })).kind).toBe('listeners');
  });

  test('what lies below a folder is told with its text, and no more than was asked for', async () => {
    const put = { content: 'x', mode: '0600', uid: 1000, gid: 0 };
    const paths = ['/srv/tree/a', '/srv/tree/b'];
    await machines.put(
      lab,
      'workstation',
      paths.map((path) => ({ ...put, path })),
      unstopped(),
    );
    const told = { type: 'file', owner: 'learner', group: 'root', mode: '0600', content: 'x' };
    const tree = { kind: 'tree', path: '/srv/tree', maxEntries: 2, maxBytes: 10 } as const;
    expect(await ask(tree)).toEqual({
      kind: 'tree',
      exists: true,
      entries: paths.map((path) => ({ path, ...told })),
    });
    expect((await ask({ ...tree, maxEntries: 1 })).kind).toBe('unknown');
    expect(await ask({ ...tree, path: '/no/such' })).toMatchObject({ exists: false, entries: [] });
  });

  test('packages, settings and processes that are not there are findings', async () => {
    expect(await ask({ kind: 'package', name: 'no-such-package', verify: false })).toEqual({
      kind: 'package',
      installed: false,
      files: 0,
      missing: [],
      altered: [],
    });
    expect(await ask({ kind: 'sysctl', names: ['net.no.such'] })).toEqual({ kind: 'sysctl', values: {} });
    expect(await ask({ kind: 'confinement', name: 'no-such-program' })).toEqual({
      kind: 'confinement',
      processes: [],
    });
  });

  describe('that stands ready', () => {
    const run = (argv: readonly string[]) =>
      machines.exec(lab, 'workstation', argv, { signal: unstopped(), timeoutMs: 10_000 });
    const kept = '^/observer serve';
    const count = async (): Promise<string> => (await run(['/usr/bin/pgrep', '-fc', kept])).stdout.trim();
    const questions: readonly Question[] = [
      { kind: 'file', path: '/no/such', maxBytes: 1 },
      { kind: 'processes', name: 'no-such-program' },
      { kind: 'podNetwork', podUid: 'none', timeoutMs: 100 },
      { kind: 'sysctl', names: ['net.no.such'] },
    ];
    const answers = [
      { kind: 'file', exists: false },
      { kind: 'processes', processes: [] },
      { kind: 'podNetwork', ready: false },
      { kind: 'sysctl', values: {} },
    ];

    test('answers many questions at once, each as it would have alone', async () => {
      const ready = observer.ready(lab);
      const asked = questions.flatMap((q) =>
        [0, 1, 2].map(() => ready.ask(lab, 'workstation', q, unstopped())),
      );
      expect(await Promise.all(asked)).toEqual(answers.flatMap((answer) => [answer, answer, answer]));
      expect(await ready.ask(lab, 'cp', { kind: 'processes', name: 'x' }, unstopped())).toMatchObject({
        kind: 'unknown',
      });
      await ready.close();
      expect(
        await ready.ask(lab, 'workstation', { kind: 'file', path: '/no/such', maxBytes: 1 }, unstopped()),
      ).toEqual(answers[0]);
    });

    test.runIf(name === 'docker')('is one process, which is gone at the end', async () => {
      const ready = observer.ready(lab);
      await Promise.all(questions.map((q) => ready.ask(lab, 'workstation', q, unstopped())));
      expect(await count()).toBe('1');
      await ready.close();
      await vi.waitFor(async () => expect(await count()).toBe('0'), { timeout: 60_000, interval: 100 });
    });

    test.runIf(name === 'docker')('answers also when somebody kills it', async () => {
      const ready = observer.ready(lab);
      const ask = () => Promise.all(questions.map((q) => ready.ask(lab, 'workstation', q, unstopped())));
      expect(await ask()).toEqual(answers);
      await run(['/usr/bin/pkill', '-KILL', '-f', kept]);
      expect(await ask()).toEqual(answers);
      await ready.close();
    });
  });

  test('a machine without an observer is unknown', async () => {
    const answer = await observer.ask(lab, 'cp', { kind: 'processes', name: 'x' }, unstopped());
    expect(answer.kind).toBe('unknown');
  });

  test('an abort throws', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    const asked = observer.ask(lab, 'workstation', { kind: 'processes', name: 'x' }, signal);
    await expect(asked).rejects.toThrow('enough');
  });
});
