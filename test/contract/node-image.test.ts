import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { builtKind } from './built-kind.ts';
import { builtImage, docker, settled, TrialMachine } from './image-trial.ts';
import { clusterConfig, trialPods } from './node-trial.ts';

const run = promisify(execFile);
const cluster = `cks-lab-trial-${process.pid}`;
let kind: string;
let folder: string;
let node: TrialMachine;

const kubectl = (command: string, input?: string) =>
  node.sh(
    `export KUBECONFIG=/etc/kubernetes/admin.conf; kubectl ${command}${input === undefined ? '' : ` <<'END'\n${input}\nEND`}`,
  );
const inPod = (pod: string, command: string) =>
  node.run(['sh', '-c', `kubectl --kubeconfig /etc/kubernetes/admin.conf exec ${pod} -- ${command}`]);

beforeAll(async () => {
  kind = await builtKind();
  folder = await mkdtemp(join(tmpdir(), 'cks-lab-trial-'));
  await writeFile(join(folder, 'kind.yaml'), clusterConfig(await builtImage('node')));
  await run(kind, [
    'create',
    'cluster',
    '--name',
    cluster,
    '--config',
    join(folder, 'kind.yaml'),
    '--kubeconfig',
    join(folder, 'config'),
  ]);
  node = new TrialMachine(docker.getContainer(`${cluster}-control-plane`));
  await kubectl('apply --server-side -f /kind/manifests/cni');
  await kubectl('wait --for=condition=Ready node --all --timeout=120s');
  await kubectl('-n kube-system rollout status deployment/coredns --timeout=120s');
  await settled(
    () =>
      node.run(['kubectl', '--kubeconfig', '/etc/kubernetes/admin.conf', 'get', 'serviceaccount', 'default']),
    ({ exit }) => exit === 0,
  );
  await kubectl('apply -f -', trialPods);
  await kubectl('wait --for=condition=Ready pod --all --timeout=120s');
});
afterAll(async () => {
  await run(kind, ['delete', 'cluster', '--name', cluster, '--kubeconfig', join(folder, 'config')]);
  await rm(folder, { recursive: true, force: true });
});

test('the node is the version that it says it is', async () => {
  const version = await node.sh('cat /kind/version');
  expect(await kubectl('get nodes -o jsonpath={.items[0].status.nodeInfo.kubeletVersion}')).toBe(version);
});

test('every image that kubeadm asks for is there', async () => {
  const wanted = (
    await node.sh('kubeadm config images list --kubernetes-version "$(cat /kind/version)" 2>/dev/null')
  ).split('\n');
  const present = await node.sh('ctr --namespace k8s.io images list --quiet');
  expect(wanted.filter((name) => !present.includes(name))).toEqual([]);
});

test('no unit failed while it started', async () => {
  expect(await node.sh('systemctl list-units --failed --plain --no-legend')).toBe('');
});

test('a Service answers by its name to an unprivileged server and an ordinary client', async () => {
  const answer = await settled(
    () => inPod('client', 'curl --silent --max-time 2 web'),
    ({ exit }) => exit === 0,
  );
  expect(answer.output).toBe('It works.');
});

test('a Pod with the runtime class gvisor sees gVisor as its kernel', async () => {
  expect((await inPod('sandboxed', 'dmesg')).output).toContain('gVisor');
  expect((await inPod('client', 'dmesg')).output).not.toContain('gVisor');
});

test('a NetworkPolicy drops packets, and its removal lets them pass again', async () => {
  const reach = () => inPod('client', 'curl --silent --max-time 1 web');
  await kubectl('apply -f -', denyAll);
  expect((await settled(reach, ({ exit }) => exit === 28)).exit).toBe(28);
  await kubectl('delete networkpolicy deny-all');
  expect((await settled(reach, ({ exit }) => exit === 0)).exit).toBe(0);
});

test('a claim is given a volume', async () => {
  const phase = () => kubectl('get pvc data -o jsonpath={.status.phase}');
  expect(await settled(phase, (answer) => answer === 'Bound')).toBe('Bound');
});

test('kube-bench finds its benchmarks from any folder', async () => {
  expect(await node.sh('cd /tmp; kube-bench run --targets node --benchmark cis-1.12')).toContain(
    'checks PASS',
  );
});

test('etcd has an account of its own, and SSH answers', async () => {
  expect(await node.sh('id -gn etcd')).toBe('etcd');
  expect(await node.sh('ss -ltnH sport = :22')).toContain(':22');
});

test.each(['auditctl', 'crictl', 'curl', 'etcdctl', 'jq', 'openssl', 'runsc', 'vim'])(
  '%s is there',
  async (program) => {
    expect((await node.run(['sh', '-c', `command -v ${program}`])).exit).toBe(0);
  },
);

test('a new node has little to copy', async () => {
  expect(
    Number(await node.sh('du -sm /var/lib/containerd/io.containerd.content.v1.content | cut -f1')),
  ).toBeLessThan(20);
});

const denyAll = `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: deny-all }
spec: { podSelector: { matchLabels: { app: web } }, policyTypes: [Ingress] }`;
