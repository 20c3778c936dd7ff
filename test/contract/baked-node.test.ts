import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findMachine } from '#adapters/docker/docker-machines.ts';
import { Engine } from '#adapters/docker/engine.ts';
import { builtKind } from './built-kind.ts';
import { docker, settled } from './image-trial.ts';
import { dockerWorld, freshLab, recordedRun, unstopped } from './trial-world.ts';

// What a cluster that boots from a baked control plane must not share with any other, and must not lose.

const world = dockerWorld();
const lab = freshLab();
const other = freshLab();
const { clusters, hosts, machines } = world;

const sh = async (where: typeof lab, script: string): Promise<string> => {
  const limits = { signal: unstopped(), timeoutMs: 90_000 };
  const { exit, stdout, stderr } = await machines.exec(where, 'cp', ['/bin/bash', '-ec', script], limits);
  if (exit !== 0) throw new Error(`${script}: ${exit}: ${stderr}`);
  return stdout.trim();
};
const kubectl = (script: string) =>
  sh(lab, `export KUBECONFIG=/etc/kubernetes/admin.conf; kubectl ${script}`);

async function start(where: typeof lab): Promise<void> {
  await hosts.createNetwork(where, unstopped());
  await clusters.create(where, { nodes: 1, image: await world.image('baked-node') }, recordedRun());
}

beforeAll(async () => {
  await start(lab);
  await start(other);
});
afterAll(async () => {
  for (const where of [lab, other]) await machines.destroy(where, unstopped());
});

const secrets = [
  '/etc/kubernetes/pki/ca.key',
  '/etc/kubernetes/pki/front-proxy-ca.key',
  '/etc/kubernetes/pki/etcd/ca.key',
  '/etc/kubernetes/pki/sa.key',
  '/etc/kubernetes/admin.conf',
  '/etc/ssh/ssh_host_ed25519_key',
  '/etc/machine-id',
];

test.each(secrets)('no two clusters have the same %s', async (path) => {
  const [mine, theirs] = await Promise.all([lab, other].map((where) => sh(where, `sha256sum <${path}`)));
  expect(mine).not.toBe(theirs);
});

test('nothing in a cluster believes another authority than its own', async () => {
  const own = await sh(lab, 'cat /etc/kubernetes/pki/ca.crt');
  const roots = await kubectl(
    `get configmaps --all-namespaces --field-selector metadata.name=kube-root-ca.crt --output json | jq --raw-output '.items[].data["ca.crt"] | rtrimstr("\\n")'`,
  );
  expect(roots.match(/BEGIN CERTIFICATE/g)).toHaveLength(4);
  expect(roots.replaceAll(own, '').trim()).toBe('');
  const info = await kubectl(
    `--namespace kube-public get configmap cluster-info --output 'jsonpath={.data.kubeconfig}' | sed -n 's/.*certificate-authority-data: //p' | base64 --decode`,
  );
  expect(info).toBe(own);
  const clients = await kubectl(
    `--namespace kube-system get configmap extension-apiserver-authentication --output json | jq --raw-output '.data["client-ca-file"]'`,
  );
  expect(clients).toBe(own);
});

test('no token lets a stranger join', async () => {
  expect(await kubectl('get secrets --all-namespaces --output name')).toBe('');
});

test('no address and no event of the machine it was baked in is left', async () => {
  const all = await kubectl('get nodes,pods,endpointslices,events --all-namespaces --output yaml');
  expect(all).not.toContain('192.0.2.');
  const files = '/etc/kubernetes /var/lib/kubelet/kubeadm-flags.env /kind/kubeadm.conf';
  expect(await sh(lab, `! grep --recursive --files-with-matches 192.0.2.10 ${files}`)).toBe('');
});

test('certificates last as long as a lab that is paused', async () => {
  const tenYears = 9 * 365 * 24 * 3600;
  await sh(
    lab,
    `for file in /etc/kubernetes/pki/*.crt; do openssl x509 -noout -checkend ${tenYears} -in "$file"; done`,
  );
});

test('kind knows the cluster', async () => {
  const kind = await builtKind();
  expect((await execa(kind, ['get', 'clusters'])).stdout.split('\n')).toContain(lab);
  const nodes = await execa(kind, ['get', 'nodes', '--name', lab]);
  expect(nodes.stdout).toBe(`${lab}-control-plane`);
  const { stdout } = await execa(kind, ['get', 'kubeconfig', '--name', lab, '--internal']);
  const asked = await sh(lab, `kubectl --kubeconfig <(cat <<'END'\n${stdout}\nEND\n) get --raw /readyz`);
  expect(asked).toBe('ok');
});

test('a node that starts again at another address keeps its authority, and its cluster works', async () => {
  const before = await sh(lab, 'sha256sum /etc/kubernetes/pki/{ca,sa}.* /etc/kubernetes/pki/etcd/ca.crt');
  const node = docker.getContainer(await findMachine(new Engine(), world.owner, lab, 'cp', unstopped()));
  const address = () =>
    node.inspect().then(({ NetworkSettings }) => NetworkSettings.Networks[lab]?.IPAddress);
  const first = await address();
  await node.stop();
  // Takes the address that has become free.
  await hosts.createWorkstation(lab, await world.image('workstation'), recordedRun());
  await node.start();
  expect(await address()).not.toBe(first);
  const ready = () =>
    kubectl('get node cp --output "jsonpath={.status.addresses[0].address}"').catch(() => '');
  const second = (await address()) ?? '';
  expect(await settled(ready, (answer) => answer === second)).toBe(second);
  expect(await sh(lab, 'sha256sum /etc/kubernetes/pki/{ca,sa}.* /etc/kubernetes/pki/etcd/ca.crt')).toBe(
    before,
  );
  await kubectl('--namespace kube-system rollout status deployment/coredns --timeout=80s');
});

test('a node whose way to another address was cut short works at its own one again', async () => {
  // As where an engine that begins anew starts the node by itself, and it is stopped in that moment.
  const cutShort = `
    mkdir /cut && cd /cut
    printf '#!/bin/sh\nkill -9 $PPID\n' >kubeadm
    printf '#!/bin/sh\necho "2: eth0 inet 10.98.76.54/24 eth0"\n' >ip
    chmod +x kubeadm ip
    systemctl stop kubelet
    ! PATH=/cut:$PATH /usr/local/lib/cks-lab/make-identity
    rm -r /cut
    grep --recursive --files-with-matches '10[.]98[.]76[.]54' /etc/kubernetes | wc --lines`;
  expect(Number(await sh(other, cutShort))).toBeGreaterThan(2);
  const container = await findMachine(new Engine(), world.owner, other, 'cp', unstopped());
  await docker.getContainer(container).restart();
  const serves = () =>
    sh(other, 'kubectl --kubeconfig /etc/kubernetes/admin.conf get --raw /readyz').catch(() => '');
  expect(await settled(serves, (answer) => answer === 'ok', 60_000)).toBe('ok');
  const files = '/etc/kubernetes /kind/kubeadm.conf /var/lib/kubelet/kubeadm-flags.env';
  expect(await sh(other, `grep --recursive --files-with-matches '10[.]98[.]76[.]54' ${files} | cat`)).toBe(
    '',
  );
  // Those that were taken away before the end came.
  const names = 'openssl x509 -noout -ext subjectAltName -in';
  for (const certificate of ['apiserver', 'etcd/server', 'etcd/peer']) {
    const said = await sh(other, `${names} /etc/kubernetes/pki/${certificate}.crt`);
    expect(said).toContain(await sh(other, 'cat /kind/node-address'));
    expect(said).not.toContain('10.98.76.54');
  }
});
