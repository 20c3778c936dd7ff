import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MachinesObserver } from '#adapters/observer/machines-observer.ts';
import { builtKind } from './built-kind.ts';
import { clock, dockerWorld, freshLab, recordedRun, unstopped } from './trial-world.ts';

const world = dockerWorld();
const lab = freshLab();
const { clusters, hosts, machines, talks } = world;
const on = (machine: string, argv: readonly string[], user = '0:0') =>
  machines.exec(lab, machine, argv, { signal: unstopped(), timeoutMs: 60_000, user });
const kind = await builtKind();

beforeAll(async () => {
  const run = recordedRun();
  await hosts.createNetwork(lab, unstopped());
  await Promise.all([
    world.image('baked-node').then((image) => clusters.create(lab, { nodes: 1, image }, run)),
    world.image('workstation').then((image) => hosts.createWorkstation(lab, image, run)),
  ]);
  await hosts.createObservers(lab, ['cp'], await world.image('observer'), run);
  await hosts.connect(lab, run);
  const content = await clusters.kubeconfig(lab, 'lab', unstopped());
  const file = { path: '/home/learner/.kube/config', content, mode: '0600', uid: 1000, gid: 1000 };
  await machines.put(lab, 'workstation', [file], unstopped());
});
afterAll(() => machines.destroy(lab, unstopped()));

test('the learner uses kubectl from the workstation, and the node has the name of the prompts', async () => {
  const argv = ['/usr/local/bin/kubectl', 'get', 'nodes', '--output=jsonpath={.items[*].metadata.name}'];
  const home = { env: { HOME: '/home/learner' }, user: 'learner' };
  const limits = { signal: unstopped(), timeoutMs: 20_000 };
  const result = await machines.exec(lab, 'workstation', argv, { ...limits, ...home });
  expect(result).toEqual({ exit: 0, stdout: 'cp', stderr: '' });
});

test('the learner reaches the node as root by ssh', async () => {
  const { stdout } = await on('workstation', ['/usr/bin/ssh', 'cp', 'id -un; hostname'], 'learner');
  expect(stdout).toBe('root\ncp\n');
});

test('a single control plane runs Pods', async () => {
  const run = ['run', 'one', '--image=lab.local/workloads:1', '--image-pull-policy=Never', '--restart=Never'];
  expect(await on('cp', ['/usr/bin/kubectl', ...run, '--', '/bin/true'])).toMatchObject({ exit: 0 });
  const wait = ['wait', '--for=jsonpath={.status.phase}=Succeeded', 'pod/one', '--timeout=60s'];
  expect(await on('cp', ['/usr/bin/kubectl', ...wait])).toMatchObject({ exit: 0 });
});

test('the observer finds the process of a container by its id and tells how the kernel holds it', async () => {
  const path = '--output=jsonpath={.items[0].status.containerStatuses[0].containerID}';
  const get = ['get', 'pods', '--namespace=kube-system', '--selector=k8s-app=kube-dns', path];
  const { stdout } = await on('cp', ['/usr/bin/kubectl', ...get]);
  const containerId = stdout.replace('containerd://', '');
  const observer = new MachinesObserver(machines, talks);
  const answer = await observer.ask(lab, 'cp', { kind: 'confinement', containerId }, unstopped());
  expect(answer).toMatchObject({
    kind: 'confinement',
    processes: [
      { name: 'coredns', noNewPrivs: true, caps: ['NET_BIND_SERVICE'], ownUserNs: false, rootReadOnly: true },
    ],
  });
});

test('the probe of the gate leaves no Pod behind', async () => {
  const wait = ['wait', '--for=delete', 'pod/cks-lab-dns', '--namespace=kube-system', '--timeout=30s'];
  expect((await on('cp', ['/usr/bin/kubectl', ...wait])).exit).toBe(0);
});

test('a start that fails says what kind and the kubelet said', async () => {
  const other = freshLab();
  await hosts.createNetwork(other, unstopped());
  const image = await world.image('workstation');
  const run = recordedRun(AbortSignal.timeout(120_000));
  await expect(clusters.create(other, { nodes: 1, image }, run)).rejects.toMatchObject({
    code: 'runtime.failed',
    tail: expect.stringContaining('Preparing nodes'),
  });
  expect(run.steps.at(-1)).toMatchObject({ id: 'nodes', phase: 'end', ok: false });
  await machines.destroy(other, unstopped());
});

test.each(['node', 'baked-node'] as const)(
  'a cluster of %s that a killed server has begun is removed whole, and does not grow again',
  async (image) => {
    const orphan = freshLab();
    const program = new URL('./crashing-server.ts', import.meta.url).pathname;
    const args = [program, world.owner, orphan, await world.image(image), 'cluster'];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'exit');
    await machines.destroy(orphan, unstopped());
    // Time enough for a kind that goes on to start its nodes; a request that was under way may still have ended in a container.
    await clock.delay(5_000, unstopped());
    await machines.destroy(orphan, unstopped());
    expect((await machines.seen(unstopped())).map((seen) => seen.lab)).toEqual([lab]);
    const { stdout } = await execa(kind, ['get', 'clusters']);
    expect(stdout).not.toContain(orphan);
  },
);
