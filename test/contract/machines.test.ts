import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LineTalk } from '#ports/line-talks.ts';
import { freshLab, recordedRun, unstopped, worlds } from './trial-world.ts';

const limits = () => ({ signal: unstopped(), timeoutMs: 10_000 });

describe.each(worlds)('machines in %s', (_name, make) => {
  const world = make();
  const lab = freshLab();
  const { machines, hosts } = world;
  const exec = (argv: readonly string[], more: object = {}) =>
    machines.exec(lab, 'workstation', argv, { ...limits(), ...more });

  beforeAll(async () => {
    await hosts.createNetwork(lab, unstopped());
    await hosts.createWorkstation(lab, await world.image('workstation'), recordedRun());
  });
  afterAll(() => machines.destroy(lab, unstopped()));

  test('a running machine is seen with its name and role, a lab of a network alone too', async () => {
    const empty = freshLab();
    await hosts.createNetwork(empty, unstopped());
    const seen = await machines.seen(unstopped());
    expect(seen).toContainEqual({
      lab,
      machines: [{ name: 'workstation', role: 'workstation', running: true }],
    });
    expect(seen).toContainEqual({ lab: empty, machines: [] });
    await machines.destroy(empty, unstopped());
  });

  test('a command answers with its exit code and both streams', async () => {
    expect(await exec(['/bin/echo', 'a b', '$HOME'])).toEqual({ exit: 0, stdout: 'a b $HOME\n', stderr: '' });
    const missing = await exec(['/bin/cat', '/no/such/file']);
    expect(missing).toMatchObject({ exit: 1, stdout: '' });
    expect(missing.stderr).toContain('No such file');
  });

  test('a command that is not there is an answer, not an error', async () => {
    expect((await exec(['/no/such/program'])).exit).toBe(127);
  });

  test('a command reads its whole input', async () => {
    const stdin = 'grün\n'.repeat(50_000);
    expect((await exec(['/bin/cat'], { stdin })).stdout).toBe(stdin);
  });

  test('a program that does not read its input is no failure', async () => {
    expect((await exec(['/bin/true'], { stdin: 'x'.repeat(1_000_000) })).exit).toBe(0);
  });

  test('environment and user are as asked', async () => {
    expect((await exec(['/usr/bin/printenv', 'COLOUR'], { env: { COLOUR: 'blue' } })).stdout).toBe('blue\n');
    expect((await exec(['/usr/bin/id', '-un'], { user: 'learner' })).stdout).toBe('learner\n');
    expect((await exec(['/usr/bin/id', '-un'])).stdout).toBe('root\n');
  });

  test('output beyond the limit is dropped', async () => {
    const { exit, stdout } = await exec(['/bin/cat'], { stdin: 'x'.repeat(500_000), maxBytes: 1000 });
    expect([exit, stdout.length]).toEqual([0, 1000]);
  });

  test('past its time the call fails', async () => {
    await expect(exec(['/bin/sleep', '60'], { timeoutMs: 300 })).rejects.toMatchObject({
      code: 'deadline.passed',
    });
  });

  test('an abort ends the call', async () => {
    const signal = AbortSignal.timeout(300);
    await expect(exec(['/bin/sleep', '60'], { signal })).rejects.toMatchObject({ code: 'cancelled' });
  });

  test('files arrive with content, mode and owner, below folders that were not there, and under /tmp', async () => {
    const file = { content: 'one\n', mode: '0640', uid: 1000, gid: 7 };
    const paths = ['/srv/deep/er/a.txt', '/tmp/b.txt'];
    await machines.put(
      lab,
      'workstation',
      paths.map((path) => ({ ...file, path })),
      unstopped(),
    );
    for (const path of paths) {
      expect((await exec(['/bin/cat', path])).stdout).toBe('one\n');
      expect((await exec(['/usr/bin/stat', '-c', '%a %u %g', path])).stdout).toBe('640 1000 7\n');
    }
  });

  test('a path that leaves the machine is refused', async () => {
    const file = { path: '/srv/../../x', content: '', mode: '0600', uid: 0, gid: 0 };
    await expect(machines.put(lab, 'workstation', [file], unstopped())).rejects.toMatchObject({
      code: 'request.invalid',
    });
  });

  test('a machine that is not there is named in the refusal', async () => {
    await expect(machines.exec(lab, 'cp', ['/bin/true'], limits())).rejects.toMatchObject({
      code: 'engine.refused',
      message: expect.stringContaining('"cp"'),
    });
  });

  test('stopped machines keep their files and do nothing, and run again after a start', async () => {
    const file = { path: '/srv/kept.txt', content: 'kept', mode: '0644', uid: 0, gid: 0 };
    await machines.put(lab, 'workstation', [file], unstopped());
    const states = async () =>
      (await machines.seen(unstopped())).flatMap((seen) => seen.machines.map(({ running }) => running));
    await machines.stop(lab, unstopped());
    await machines.stop(lab, unstopped());
    expect(await states()).toEqual([false]);
    await expect(exec(['/bin/true'])).rejects.toMatchObject({ code: 'engine.refused' });
    await machines.start(lab, unstopped());
    await machines.start(lab, unstopped());
    expect(await states()).toEqual([true]);
    expect((await exec(['/bin/cat', '/srv/kept.txt'])).stdout).toBe('kept');
  });

  describe('a program that is talked to', () => {
    const open = (argv: readonly string[], maxLineBytes = 1000, machine = 'workstation') =>
      world.talks.open(lab, machine, argv, { signal: unstopped(), maxLineBytes });
    const all = async ({ lines }: LineTalk): Promise<string[]> => {
      const read: string[] = [];
      for await (const line of lines) read.push(line);
      return read;
    };

    test('says lines as they come, and ends when it is told so', async () => {
      const talk = await open(['/bin/cat']);
      const lines = talk.lines[Symbol.asyncIterator]();
      for (const line of ['grün', '', 'three']) {
        await talk.say(line);
        expect(await lines.next()).toEqual({ done: false, value: line });
      }
      await talk.close();
      await talk.close();
      expect(await lines.next()).toMatchObject({ done: true });
      await expect(talk.say('more')).rejects.toThrow();
    });

    test('says nothing more after a line that is too long', async () => {
      const talk = await open(['/bin/cat'], 10);
      for (const line of ['0123456789', '0123456789a', 'b']) await talk.say(line);
      expect(await all(talk)).toEqual(['0123456789']);
      await talk.close();
    });

    test('and ends by itself says no more', async () => {
      const talk = await open(['/bin/true']);
      expect(await all(talk)).toEqual([]);
      await talk.close();
    });

    test('is on a machine that is there', async () => {
      await expect(open(['/bin/cat'], 10, 'cp')).rejects.toMatchObject({ code: 'engine.refused' });
    });
  });

  test('destroying leaves nothing, and twice is the same as once', async () => {
    const other = freshLab();
    await hosts.createNetwork(other, unstopped());
    await hosts.createWorkstation(other, await world.image('workstation'), recordedRun());
    await machines.destroy(other, unstopped());
    await machines.destroy(other, unstopped());
    const left = (await machines.seen(unstopped())).map((seen) => seen.lab);
    expect(left).toEqual([lab]);
  });
});
