import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LabId } from '#contract/ids.ts';
import { FaultsWorld } from './faults-world.ts';
import { endListening, listening, ownAddresses, tried, untilListening } from './reach.ts';
import { dockerWorld, freshLab, recordedRun, unstopped } from './trial-world.ts';

// A cluster lab as the server makes it: what can be reached from it, what it may take, and what becomes of it without its node.

let world: FaultsWorld;
let lab: LabId;
const neighbours = dockerWorld();
const neighbour = freshLab();
/** Stands for anything on the machine that listens on every address it has. */
let service: Server;
const ports: (number | undefined)[] = [];

beforeAll(async () => {
  service = createServer((_req, res) => res.end('reached')).listen(0, '0.0.0.0');
  await once(service, 'listening');
  world = await FaultsWorld.open();
  lab = await world.server.start('cluster');
  for (let nth = 0; nth < 2; nth += 1) {
    ports.push((await world.server.until(({ port }) => port !== undefined)).port);
  }
  await neighbours.hosts.createNetwork(neighbour, unstopped());
  await neighbours.hosts.createWorkstation(neighbour, await neighbours.image('workstation'), recordedRun());
  await world.server.is(lab, 'ready');
});
afterAll(async () => {
  await neighbours.machines.destroy(neighbour, unstopped());
  await world.close();
  service.close();
});

async function said(on: string, script: string, timeoutMs = 60_000): Promise<string> {
  const argv = ['/bin/bash', '-c', script];
  const { stdout, stderr } = await world.machines.exec(lab, on, argv, { signal: unstopped(), timeoutMs });
  return `${stdout}${stderr}`.trim();
}

async function neighbourSaid(script: string, timeoutMs = 15_000): Promise<string> {
  const argv = ['/bin/bash', '-c', script];
  const options = { signal: unstopped(), timeoutMs };
  return (await neighbours.machines.exec(neighbour, 'workstation', argv, options)).stdout.trim();
}

const kubectl = 'export KUBECONFIG=/etc/kubernetes/admin.conf; kubectl';
const image = '--image=lab.local/workloads:1 --image-pull-policy=Never --restart=Never';
let pods = 0;

/** Not attached: what a Pod says before somebody listens would be lost. */
async function saidByPod(script: string, overrides = ''): Promise<string> {
  const pod = `reach-${(pods += 1)}`;
  await said(
    'cp',
    `${kubectl} run ${pod} ${image} ${overrides} -- bash -c '${script.replaceAll("'", `'\\''`)}'`,
  );
  return said(
    'cp',
    `${kubectl} wait --for=jsonpath={.status.phase}=Succeeded pod/${pod} --timeout=50s >/dev/null; kubectl logs ${pod}`,
  );
}

test('a port that another program has taken meanwhile is no reason to fail: the next one is tried', async () => {
  const { NetworkSettings } = await world.docker.getContainer(`${lab}-door`).inspect();
  const [taken, chosen] = ports;
  expect(taken).not.toBe(chosen);
  expect(NetworkSettings.Ports['6443/tcp']).toEqual([{ HostIp: '127.0.0.1', HostPort: String(chosen) }]);
});

const shells = [
  ['the workstation', (script: string) => said('workstation', script)],
  ['the node', (script: string) => said('cp', script)],
  ['a Pod', (script: string) => saidByPod(script)],
  [
    'a Pod on the network of its node',
    (script: string) => saidByPod(script, `--overrides='{"spec":{"hostNetwork":true}}'`),
  ],
] as const;

describe.each(shells)('from %s', (_on, shell) => {
  test('the machine, what listens on it, the API of its engine, other labs and the internet are out of reach', async () => {
    const { port } = service.address() as AddressInfo;
    const gateway = await said('cp', 'ip -4 route show default | cut -d" " -f3');
    const served = neighbourSaid(`timeout 60 bash -c ${JSON.stringify(listening(7000))}`, 70_000);
    try {
      expect(await neighbourSaid(untilListening(7000), 30_000)).toBe('open');
      const beside = await neighbourSaid('hostname -I');
      const addresses = [gateway, ...ownAddresses()];
      const targets = [
        ...addresses.flatMap((address) => [port, 2375, 2376, 22].map((at) => tried(address, at))),
        tried(beside, 7000),
        tried('1.1.1.1', 443),
      ];
      const answers = await shell(
        `ls /var/run/docker.sock 2>/dev/null; ${targets.map((target) => `(${target}) &`).join(' ')} wait`,
      );
      expect(answers.split('\n')).toEqual(targets.map(() => 'closed'));
    } finally {
      await neighbourSaid(endListening);
      await served;
    }
  });
});

test('the door lets nobody out who is root on a node and takes it for a gateway', async () => {
  const { port } = service.address() as AddressInfo;
  const { NetworkSettings } = await world.docker.getContainer(`${lab}-door`).inspect();
  const [inside, outside] = [NetworkSettings.Networks[lab], NetworkSettings.Networks['bridge']];
  const beyond = outside?.Gateway ?? '';
  expect(await said('cp', `ip route add ${beyond}/32 via ${inside?.IPAddress} && echo routed`)).toBe(
    'routed',
  );
  expect(await said('cp', tried(beyond, port))).toBe('closed');
  // It passes on to the API server of the lab, and to nothing else.
  const toApi = tried(inside?.IPAddress ?? '', 6443);
  await expect.poll(() => said('cp', toApi), { timeout: 60_000 }).toBe('open');
  expect(await said('cp', tried(inside?.IPAddress ?? '', port))).toBe('closed');
});

describe('a node that runs wild leaves other labs and its own cluster well', () => {
  const isWell = async (): Promise<void> => {
    expect(await neighbourSaid('echo well')).toBe('well');
    await expect.poll(() => said('cp', `${kubectl} get --raw /readyz`), { timeout: 60_000 }).toBe('ok');
  };

  test('with more memory than it may have', async () => {
    const hog = 'head -c 5000m /dev/zero | tail | wc -c; echo "${PIPESTATUS[@]}"';
    expect(await said('cp', hog, 120_000)).toContain('137');
    await isWell();
  });

  test('with more processes than it may have', async () => {
    const bomb =
      'perl -e \'for (1..5000) { $pid = fork; if (!defined $pid) { print "refused\\n"; exit } if (!$pid) { sleep 5; exit } }\'';
    expect(await said('cp', bomb, 120_000)).toContain('refused');
    expect(await neighbourSaid('echo well')).toBe('well');
    // Until its processes have ended, nothing can be started there.
    await expect.poll(() => said('cp', `${kubectl} get --raw /readyz`), { timeout: 60_000 }).toBe('ok');
  });
});

test('a node that is killed makes the lab fail with what to do, and a reset makes it whole', async () => {
  await world.docker.getContainer(`${lab}-control-plane`).kill({ signal: 'SIGKILL' });
  const { problem } = await world.server.is(lab, 'failed');
  expect(problem).toMatchObject({
    message: expect.stringContaining('cp'),
    remedy: expect.stringContaining('Reset'),
  });
  world.server.tell({ do: 'reset', lab });
  await world.server.is(lab, 'ready');
  expect(await said('cp', `${kubectl} get --raw /readyz`)).toBe('ok');
});

test('the lab leaves nothing', async () => {
  await world.stop(lab);
  expect(await world.leaked()).toEqual([]);
  expect(world.wrongRecords()).toEqual([]);
});
