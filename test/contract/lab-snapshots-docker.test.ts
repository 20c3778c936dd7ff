import { readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clock, dockerWorld, freshLab, recordedRun, unstopped } from './trial-world.ts';

const world = dockerWorld();
const shelf = join(tmpdir(), `cks-lab-snapshots-${world.owner}`);
const lab = freshLab();
const { clusters, hosts, machines, snapshots } = world;
const names = ['workstation', 'cp', 'worker'];

const on = (machine: string, argv: readonly string[]) =>
  machines.exec(lab, machine, argv, { signal: unstopped(), timeoutMs: 60_000 });
const kubectl = async (...args: string[]): Promise<string> => {
  const { exit, stdout, stderr } = await on('cp', ['/usr/bin/kubectl', ...args]);
  return exit === 0 ? stdout : `${exit}: ${stderr}`;
};
const save = () =>
  snapshots.save(
    lab,
    { cause: { kind: 'learner' }, at: clock.now(), answered: true, machines: names },
    unstopped(),
  );
const goBack = async (id: number): Promise<void> => {
  const since = clock.now();
  await snapshots.restore(lab, id, recordedRun());
  await clusters.settle(lab, since, recordedRun());
};

beforeAll(async () => {
  const run = recordedRun();
  await hosts.createNetwork(lab, unstopped());
  await Promise.all([
    world.image('baked-node').then((image) => clusters.create(lab, { nodes: 2, image }, run)),
    world.image('workstation').then((image) => hosts.createWorkstation(lab, image, run)),
  ]);
  await hosts.createObservers(lab, names, await world.image('observer'), run);
  await hosts.connect(lab, run);
});
afterAll(async () => {
  await machines.destroy(lab, unstopped());
  await rm(shelf, { recursive: true, force: true });
});

const wholeTrip = `for on in cp worker; do ssh "$on" hostname; done`;

test('two nodes are as they were together: objects of the one, files of the other, and what runs between them', async () => {
  const onWorker = '{"spec":{"nodeName":"worker"}}';
  const image = ['--image=lab.local/workloads:1', '--image-pull-policy=Never'];
  await kubectl('create', 'configmap', 'plan', '--from-literal=tea=3');
  await kubectl('run', 'far', ...image, `--overrides=${onWorker}`, '--', 'sleep', 'infinity');
  await kubectl('wait', '--for=condition=Ready', 'pod/far', '--timeout=60s');
  await on('worker', ['/bin/bash', '-c', 'mkdir /etc/shop && echo open >/etc/shop/door']);
  const uid = await kubectl('get', 'pod', 'far', '--output=jsonpath={.metadata.uid}');
  const saved = await save();

  await kubectl('create', 'configmap', 'later');
  await kubectl('delete', 'configmap/plan', 'pod/far', '--now');
  const harm = `echo shut >/etc/shop/door; echo more >/etc/shop/later; rm /etc/kubernetes/kubelet.conf
    echo nonsense >/var/lib/kubelet/config.yaml; systemctl disable --now kubelet`;
  await on('worker', ['/bin/bash', '-c', harm]);

  await goBack(saved.id);
  expect(await kubectl('get', 'configmap', 'plan', '--output=jsonpath={.data.tea}')).toBe('3');
  expect(await kubectl('get', 'configmap', 'later')).toContain('NotFound');
  expect((await on('worker', ['/bin/bash', '-c', 'cat /etc/shop/*'])).stdout).toBe('open\n');
  expect(await kubectl('get', 'pod', 'far', '--output=jsonpath={.metadata.uid}')).toBe(uid);
  expect(await kubectl('wait', '--for=condition=Ready', 'pod/far', '--timeout=60s')).toContain(
    'condition met',
  );
  const asked = await kubectl('exec', 'far', '--', 'getent', 'hosts', 'kubernetes.default.svc.cluster.local');
  expect(asked).toMatch(/^10\.96\.0\.1 /);
  const limits = { signal: unstopped(), timeoutMs: 30_000, user: 'learner', env: { HOME: '/home/learner' } };
  const there = await machines.exec(lab, 'workstation', ['/bin/bash', '-c', wholeTrip], limits);
  expect(there.stdout).toBe('cp\nworker\n');
});

/** Everything of the node that is saved, by its sums; the address files of the engine and what each boot makes anew aside. */
const fingerprint = async (): Promise<string> => {
  const script = `find /etc/kubernetes /etc/containerd /etc/systemd /var/lib/kubelet/config.yaml /var/lib/kubelet/kubeadm-flags.env \
    -type f -printf '%p %m %U %G ' -exec sha256sum {} \\; | sort`;
  return (await on('cp', ['/bin/bash', '-c', script])).stdout;
};

test('a cluster whose control plane was broken is as it was, with the objects that were deleted', async () => {
  await kubectl('create', 'namespace', 'shop');
  await kubectl('--namespace', 'shop', 'create', 'configmap', 'prices', '--from-literal=tea=3');
  await kubectl(
    '--namespace',
    'shop',
    'run',
    'till',
    '--image=lab.local/workloads:1',
    '--image-pull-policy=Never',
  );
  await kubectl('--namespace', 'shop', 'wait', '--for=condition=Ready', 'pod/till', '--timeout=60s');
  const uid = await kubectl('get', 'namespace', 'shop', '--output=jsonpath={.metadata.uid}');
  const before = await fingerprint();
  const saved = await save();

  await kubectl('delete', 'namespace', 'shop', '--wait=true');
  await kubectl('create', 'namespace', 'later');
  const harm = `echo nonsense >/etc/kubernetes/manifests/kube-apiserver.yaml
    echo extra >/etc/kubernetes/manifests/extra.yaml
    chattr +i /etc/kubernetes/manifests/extra.yaml
    mkdir -p /opt/new/bound /var/elsewhere && echo kept >/var/elsewhere/file
    mount --bind /var/elsewhere /opt/new/bound && mount -t tmpfs none /srv
    rm -rf /etc/kubernetes/pki
    echo nonsense >/var/lib/kubelet/config.yaml
    systemctl disable --now kubelet containerd
    pkill -KILL -x kube-apiserver
    rm -f /etc/containerd/config.toml`;
  await on('cp', ['/bin/bash', '-c', harm]);
  expect(await kubectl('get', 'nodes', '--request-timeout=2s')).toMatch(/^1: /);

  await goBack(saved.id);
  expect(await fingerprint()).toBe(before);
  // What is mounted somewhere is not taken for what lies there.
  expect((await on('cp', ['/bin/cat', '/var/elsewhere/file'])).stdout).toBe('kept\n');
  expect(await kubectl('get', 'namespace', 'shop', '--output=jsonpath={.metadata.uid}')).toBe(uid);
  expect(
    await kubectl('--namespace', 'shop', 'get', 'configmap', 'prices', '--output=jsonpath={.data.tea}'),
  ).toBe('3');
  expect(await kubectl('get', 'namespace', 'later')).toContain('NotFound');
  expect(
    await kubectl('--namespace', 'shop', 'wait', '--for=condition=Ready', 'pod/till', '--timeout=60s'),
  ).toContain('condition met');
  // Something new can be made as well: controllers and the scheduler work on what came back.
  await kubectl('create', 'deployment', 'fresh', '--image=lab.local/workloads:1', '--replicas=1');
  expect(await kubectl('rollout', 'status', 'deployment/fresh', '--watch=false')).not.toContain('NotFound');
});

test('saving while objects are written all the time gives a state that etcd starts from', async () => {
  const writes = on('cp', [
    '/bin/bash',
    '-c',
    'for n in $(seq 40); do kubectl create configmap "busy-$n" --from-literal=n="$n" >/dev/null; done',
  ]);
  const saved = await save();
  await writes;
  await goBack(saved.id);
  expect(await kubectl('get', 'namespace', 'shop', '--output=jsonpath={.status.phase}')).toBe('Active');
});

test('putting back that was cut short in the middle is done again, wherever it stopped', async () => {
  const [saved] = await snapshots.list(lab);
  const docker = new Docker();
  const [container] = await docker.listContainers({
    filters: { label: [`cks-lab/lab=${lab}`, 'cks-lab/machine=cp'] },
  });
  const node = docker.getContainer(container?.Id ?? '');
  await node.pause();
  await snapshots.restore(lab, saved?.id ?? 0, recordedRun());
  await node.kill({ signal: 'SIGKILL' });
  await goBack(saved?.id ?? 0);
  expect(await kubectl('get', 'namespace', 'shop', '--output=jsonpath={.status.phase}')).toBe('Active');
});

test('an archive that was changed on the disk is refused before anything is touched', async () => {
  const saved = await save();
  const folder = join(shelf, lab, String(saved.id));
  expect((await readdir(folder)).toSorted()).toEqual([
    'cp.tar.gz',
    'snapshot.json',
    'worker.tar.gz',
    'workstation.tar.gz',
  ]);
  await writeFile(join(folder, 'cp.tar.gz'), 'not what was saved');
  const back = snapshots.restore(lab, saved.id, recordedRun());
  await expect(back).rejects.toMatchObject({ code: 'snapshot.failed' });
  expect(await kubectl('get', 'namespace', 'shop', '--output=jsonpath={.status.phase}')).toBe('Active');
});
