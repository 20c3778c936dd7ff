import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { DockerOriginals } from '#adapters/docker/docker-originals.ts';
import { Engine } from '#adapters/docker/engine.ts';
import { MemoryClusterApi } from '#adapters/memory/cluster-api.ts';
import { CountingIds } from '#adapters/memory/ids.ts';
import { MachinesObserver } from '#adapters/observer/machines-observer.ts';
import { type Finding, look } from '#app/grading/look.ts';
import { NetworkCalm } from '#app/grading/network-calm.ts';
import { openScene } from '#app/grading/open-scene.ts';
import { patienceOf, settle } from '#app/grading/settle.ts';
import type { VerdictKind } from '#contract/grading.ts';
import { LeafCheck } from '#contract/scenario/checks.ts';
import { clock, dockerWorld, freshLab, recordedRun, unstopped } from './trial-world.ts';

// A learner is root on a host and tries to make checks pass without the work. One host, without anything of a scenario.

const world = dockerWorld();
const lab = freshLab();
const deps = {
  observer: new MachinesObserver(world.machines, world.talks),
  clusterApi: new MemoryClusterApi(),
  machines: world.machines,
  clusters: world.clusters,
  originals: new DockerOriginals(new Engine(), world.owner),
  calm: new NetworkCalm(clock),
  clock,
  ids: new CountingIds(),
};
const on = 'docker-host';

beforeAll(async () => {
  await world.hosts.createNetwork(lab, unstopped());
  await world.hosts.createHost(lab, { name: on, image: await world.image('host') }, recordedRun());
  await world.hosts.createObservers(lab, [on], await world.image('observer'), recordedRun());
});
afterAll(() => world.machines.destroy(lab, unstopped()));

/** What the learner types, as root. */
async function shell(script: string): Promise<void> {
  const options = { signal: unstopped(), timeoutMs: 20_000 };
  const { exit, stderr } = await world.machines.exec(lab, on, ['/bin/bash', '-ec', script], options);
  expect({ exit, stderr }).toMatchObject({ exit: 0 });
}

/** The verdict of one look, in a grading of its own. */
function glance(fields: Record<string, unknown>): Promise<VerdictKind> {
  return verdictOf(fields, (once) => once());
}

/** The verdict of a check, with the patience of a grading unless told otherwise: that waits some seconds for what is unknown. */
async function verdictOf(
  fields: Record<string, unknown>,
  patiently: (once: () => Promise<Finding>) => Promise<Finding> = (once) =>
    settle(once, patienceOf({ retry: undefined }), clock, unstopped()),
): Promise<VerdictKind> {
  const check = LeafCheck.parse({ id: 'c', title: 'C', ...fields });
  const file = (path: string) => Promise.reject(new Error(`there is no ${path}`));
  const { scene, close } = openScene({ deps, lab, vars: {}, run: 'run-a', file, signal: unstopped() });
  try {
    const { verdict } = await patiently(() => look(check, scene, clock, []));
    return verdict;
  } finally {
    await close(unstopped());
  }
}

const runs = (name: string, running = true) => ({ type: 'node.process', on, name, running });
const ran = (...argv: string[]) => ({ type: 'exec', in: { machine: on }, argv, expect: { exit: 0 } });
const docker = ran('/usr/bin/docker', 'info');

describe('on a host that is as it came', () => {
  test('programs are run and believed, also through links', async () => {
    expect(await verdictOf(docker)).toBe('pass');
    expect(await verdictOf(ran('/usr/bin/systemctl', 'is-active', 'docker'))).toBe('pass');
    expect(await verdictOf(ran('/bin/sh', '-c', 'true'))).toBe('pass');
    expect(await verdictOf(ran('/bin/false'))).toBe('fail');
  });

  test('a program that only the scenario brought is run', async () => {
    await shell('printf "#!/bin/sh\\nexit 0\\n" >/usr/local/bin/audit; chmod +x /usr/local/bin/audit');
    expect(await verdictOf(ran('/usr/local/bin/audit'))).toBe('pass');
  });
});

describe('a program that says what the grader wants to hear', () => {
  const liar = `printf '#!/bin/sh\\necho "{\\"ServerVersion\\":\\"1\\"}"\\n' >/tmp/liar; chmod +x /tmp/liar`;

  test.each([
    ['/usr/bin/docker', docker],
    ['/usr/bin/systemctl', ran('/usr/bin/systemctl', 'is-active', 'telnet')],
    ['/usr/bin/openssl', ran('/usr/bin/openssl', 'verify', '/no/such')],
  ])('is not believed in the place of %s, however it came there', async (program, check) => {
    await shell(`${liar}; cp -a ${program} /tmp/kept; cp /tmp/liar ${program}`);
    expect(await glance(check)).toBe('unknown');
    await shell(`cp -a --remove-destination /tmp/kept ${program}; mount --bind /tmp/liar ${program}`);
    expect(await glance(check)).toBe('unknown');
    await shell(`umount ${program}`);
    expect(await verdictOf(check)).not.toBe('unknown');
  });

  test('is not found behind a folder that is another one now', async () => {
    const check = ran('/usr/sbin/sshd', '-t');
    await shell(`${liar}; mkdir /tmp/sbin; cp /tmp/liar /tmp/sbin/sshd`);
    await shell('mv /usr/sbin /usr/sbin.kept; ln -s /tmp/sbin /usr/sbin');
    expect(await glance(check)).toBe('unknown');
    await shell('rm /usr/sbin; mv /usr/sbin.kept /usr/sbin');
    expect(await verdictOf(ran('/usr/bin/true'))).toBe('pass');
  });

  test('is not loaded into a right one either', async () => {
    await shell('touch /etc/ld.so.preload');
    expect(await glance(docker)).toBe('unknown');
    await shell('rm /etc/ld.so.preload');
    expect(await verdictOf(docker)).toBe('pass');
  });

  test('does not replace what the observer sees: ps may say what it likes', async () => {
    await shell('printf "#!/bin/sh\\n" >/usr/local/bin/ps; chmod +x /usr/local/bin/ps');
    expect(await verdictOf(runs('dockerd', false))).toBe('fail');
    expect(await verdictOf(runs('dockerd'))).toBe('pass');
  });
});

describe('a program that nobody names with its folder', () => {
  const liar = `printf '#!/bin/sh\nexit 0\n' >/tmp/nod; chmod +x /tmp/nod`;
  const ways: [string, Record<string, unknown>][] = [
    ['alone', ran('docker', 'no-such-command')],
    ['in a shell', ran('/bin/bash', '-c', 'docker no-such-command && true')],
    ['by another that runs it', ran('/usr/bin/env', 'docker', 'no-such-command')],
  ];

  test.each(ways)('is the one of the image: %s', async (_, check) => {
    expect(await verdictOf(check)).toBe('fail');
    await shell(`${liar}; cp /tmp/nod /usr/local/bin/docker`);
    expect(await verdictOf(check)).toBe('fail');
    await shell('mv /usr/local/bin/docker /usr/sbin/docker');
    expect(await glance(check)).toBe('unknown');
    await shell('rm /usr/sbin/docker; cp -a /usr/bin/docker /tmp/kept; cp /tmp/nod /usr/bin/docker');
    expect(await glance(check)).toBe('unknown');
    await shell('mv /tmp/kept /usr/bin/docker');
    expect(await verdictOf(check)).toBe('fail');
  });

  test('is found wherever the image has it', async () => {
    expect(await verdictOf(ran('runsc', '--version'))).toBe('pass');
    expect(await verdictOf(ran('/bin/sh', '-c', 'runsc --version | grep -q runsc'))).toBe('pass');
  });
});

describe('the view of the observer', () => {
  test('is not changed by a mount over /proc, nor by mounts that only some processes see', async () => {
    const own = 'unshare --mount sh -c "mount -t tmpfs none /etc && touch /tmp/own && exec sleep 60"';
    await shell(`setsid ${own} >/dev/null 2>&1 </dev/null & until [ -e /tmp/own ]; do :; done`);
    // For some seconds: while it lasts the engine can start nothing in the machine.
    const cover = 'sh -c "mount -t tmpfs none /proc && touch /tmp/covered && sleep 5; umount /proc"';
    await shell(`setsid ${cover} >/dev/null 2>&1 </dev/null & until [ -e /tmp/covered ]; do :; done`);
    expect(await verdictOf(runs('dockerd', false))).toBe('fail');
    expect(await verdictOf({ type: 'node.file', on, path: '/etc/passwd', exists: false })).toBe('fail');
    await vi.waitFor(() => shell('test -e /proc/1/stat'), { timeout: 60_000, interval: 250 });
  });

  test('is not changed by one who writes in the place of the process that a grading keeps', async () => {
    const ready = deps.observer.ready(lab);
    const ask = () => ready.ask(lab, on, { kind: 'processes', name: 'no-such-program' }, unstopped());
    const nothing = { kind: 'processes', processes: [] };
    const kept = "pgrep -f '^/observer serve'";
    expect(await ask()).toEqual(nothing);
    const forged = { id: 1, answer: { kind: 'processes', processes: [{ pid: 1, argv: ['x'], uid: 0 }] } };
    await shell(`echo '${JSON.stringify(forged)}' >"/proc/$(${kept})/fd/1"`);
    expect(await ask()).toEqual(nothing);
    // Whoever wrote that is not the observer: the process is not listened to any more.
    await vi.waitFor(() => shell(`! ${kept}`), { timeout: 60_000, interval: 250 });
    await ready.close();
  });

  test('comes back when somebody kills the observer, and until then nothing passes', async () => {
    await shell('pkill -KILL -x observer');
    expect(await verdictOf(runs('no-such-program'))).toBe('fail');
    expect(await verdictOf(runs('dockerd'))).toBe('pass');
  });
});

describe('an answer', () => {
  const answer = { type: 'answer', on, file: '/root/answer', matches: '^right$' };
  const put = (script: string): Promise<void> => shell(`rm -rf /root/answer; ${script}`);

  test('is a file, whose link may lead to it', async () => {
    await put('echo right >/root/real; ln -s real /root/answer');
    expect(await verdictOf(answer)).toBe('pass');
  });

  test.each([
    ['a pipe', 'mkfifo /root/answer'],
    ['a device', 'mknod /root/answer c 1 5'],
    ['a link to a device', 'ln -s /dev/zero /root/answer'],
    ['a link to itself', 'ln -s answer /root/answer'],
    ['a folder', 'mkdir /root/answer'],
  ])('that is %s is none, and nobody waits for it', async (_, script) => {
    await put(script);
    expect(await verdictOf(answer)).toBe('fail');
  });

  test('that goes on for ever is none', async () => {
    await put('echo right >/root/answer; truncate -s 300M /root/answer');
    expect(await glance(answer)).toBe('unknown');
  });
});

test('a fake service on the loopback address makes no port blocked', async () => {
  const serve = 'openssl s_server -accept 127.0.0.1:2375 -nocert';
  await shell(`setsid ${serve} >/dev/null 2>&1 </dev/null & until ss -Hltn | grep -q :2375; do :; done`);
  const way = { type: 'net.connect', from: { machine: on }, to: { machine: on, port: 2375 } };
  expect(await verdictOf({ ...way, expect: 'blocked' })).toBe('fail');
  expect(await verdictOf({ ...way, expect: 'open' })).toBe('fail');
});
