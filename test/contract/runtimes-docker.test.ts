import { afterAll, beforeAll, expect, test } from 'vitest';
import { promptFile } from '#app/labs/prepare/prompts.ts';
import { ShellHistory } from '#app/labs/prepare/shell-history.ts';
import { dockerWorld, freshLab, recordedRun, unstopped } from './trial-world.ts';

const world = dockerWorld();
const lab = freshLab();
const { machines, hosts } = world;
const on = (machine: string, argv: readonly string[], user?: string) =>
  machines.exec(lab, machine, argv, {
    signal: unstopped(),
    timeoutMs: 30_000,
    ...(user === undefined ? {} : { user }),
  });

const root = { mode: '0644', uid: 0, gid: 0 };
const files = [
  {
    path: '/etc/systemd/system/docker.service.d/10-label.conf',
    content:
      '[Service]\nExecStart=\nExecStart=/usr/sbin/dockerd -H fd:// --label given=early --containerd=/run/containerd/containerd.sock\n',
    ...root,
  },
  // A volume lies there when the machine runs.
  { path: '/var/lib/docker/early', content: 'kept\n', ...root },
];

beforeAll(async () => {
  const run = recordedRun();
  await hosts.createNetwork(lab, unstopped());
  await Promise.all([
    world.image('host').then((image) => hosts.createHost(lab, { name: 'web', image, files }, run)),
    world.image('workstation').then((image) => hosts.createWorkstation(lab, image, run)),
  ]);
  await hosts.createObservers(lab, ['web'], await world.image('observer'), run);
  await hosts.connect(lab, run);
});
afterAll(() => machines.destroy(lab, unstopped()));

test('the learner goes from the workstation to a host by its name, without a question', async () => {
  const { exit, stdout, stderr } = await on(
    'workstation',
    ['/usr/bin/ssh', 'web', 'id -un; hostname'],
    'learner',
  );
  expect([exit, stdout, stderr.includes('denied')]).toEqual([0, 'learner\nweb\n', false]);
});

test.each(['root', 'learner'])('the prompt of %s on a host tells the machine in its colour', async (user) => {
  await machines.put(lab, 'web', [promptFile('web', 'magenta')], unstopped());
  const { stdout } = await on(
    'web',
    ['/bin/bash', '--login', '-i', '-c', 'eval "$PROMPT_COMMAND"; echo "${PS1@P}[$PROMPT_COMMAND]"'],
    user,
  );
  expect(stdout).toContain(`\u001b[1;35m\u0002${user}@web`);
  expect(stdout).toMatch(/\[\]\n$/);
});

test('what stood in a host before it booted holds from the first start of its engine on, which is the only one', async () => {
  const labels = await on('web', ['/usr/bin/docker', 'info', '--format', '{{.Labels}}']);
  expect(labels.stdout).toBe('[given=early]\n');
  const starts = await on('web', [
    '/bin/sh',
    '-c',
    'journalctl -u docker | grep -c "Started docker.service"',
  ]);
  expect(starts.stdout).toBe('1\n');
  expect((await on('web', ['/bin/cat', '/var/lib/docker/early'])).stdout).toBe('kept\n');
  // The image's own files are in the volume as well.
  expect((await on('web', ['/usr/bin/docker', 'image', 'ls', '-q'])).stdout).not.toBe('');
});

test('connecting again replaces the key everywhere', async () => {
  await hosts.connect(lab, recordedRun());
  expect((await on('workstation', ['/usr/bin/ssh', 'web', 'true'], 'learner')).exit).toBe(0);
});

test('the nested engine of a host runs containers', async () => {
  const { exit, stdout } = await on('web', [
    '/usr/bin/docker',
    'run',
    '--rm',
    'lab.local/workloads:1',
    'echo',
    'hi',
  ]);
  expect([exit, stdout]).toEqual([0, 'hi\n']);
});

test('the workstation is not privileged, and its learner may use sudo', async () => {
  expect((await on('workstation', ['/bin/mount', '-t', 'tmpfs', 'none', '/mnt'])).exit).not.toBe(0);
  expect((await on('workstation', ['/usr/bin/sudo', '-n', 'id', '-un'], 'learner')).stdout).toBe('root\n');
  expect((await on('workstation', ['/bin/hostname'])).stdout).toBe('workstation\n');
});

test('the observer sees the sockets of its machine and answers through exec', async () => {
  const question = JSON.stringify({ kind: 'listeners', netns: 'machine' });
  const { stdout } = await machines.exec(lab, 'observer-web', ['/observer', 'ask'], {
    signal: unstopped(),
    timeoutMs: 10_000,
    stdin: question,
  });
  expect(JSON.parse(stdout)).toMatchObject({ kind: 'listeners' });
  expect(stdout).toContain('"port":22');
});

test('a workstation that is made anew knows what was typed on the old one', async () => {
  const history = new ShellHistory(machines, 60_000);
  const file = '/home/learner/.bash_history';
  await on('workstation', ['/bin/sh', '-c', `echo 'k get pods -A' >> ${file}`], 'learner');
  await history.take(lab, unstopped());
  await machines.destroy(lab, unstopped());
  await hosts.createNetwork(lab, unstopped());
  await hosts.createWorkstation(lab, await world.image('workstation'), recordedRun());
  await history.give(lab, unstopped());
  expect((await on('workstation', ['/bin/cat', file], 'learner')).stdout).toContain('k get pods -A\n');
  expect((await on('workstation', ['/usr/bin/stat', '-c', '%U %a', file])).stdout).toBe('learner 600\n');
});
