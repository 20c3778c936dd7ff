import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Docker from 'dockerode';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { endListening, listening, ownAddresses, tried, untilListening } from './reach.ts';
import { dockerWorld, freshLab, recordedRun, unstopped } from './trial-world.ts';

const docker = new Docker();
const world = dockerWorld();
const { machines, hosts } = world;
const lab = freshLab();
const other = freshLab();

/** Stands for the platform, or anything else on the machine that listens on every address it has. */
let service: Server;
let port = 0;

beforeAll(async () => {
  service = createServer((_req, res) => res.end('reached'));
  await new Promise<void>((resolve) => void service.listen(0, '0.0.0.0', resolve));
  port = (service.address() as AddressInfo).port;
  const run = recordedRun();
  const [host, workstation] = [await world.image('host'), await world.image('workstation')];
  await Promise.all([lab, other].map((each) => hosts.createNetwork(each, unstopped(), { sealed: true })));
  await Promise.all([
    hosts.createHost(lab, { name: 'web', image: host }, run),
    hosts.createWorkstation(lab, workstation, run),
    hosts.createWorkstation(other, workstation, run),
  ]);
});
afterAll(async () => {
  await Promise.all([lab, other].map((each) => machines.destroy(each, unstopped())));
  await new Promise((resolve) => service.close(resolve));
});

const said = async (on: string, script: string, timeoutMs = 60_000, in_ = lab): Promise<string> => {
  const argv = ['/bin/bash', '-c', script];
  const { stdout, stderr } = await machines.exec(in_, on, argv, { signal: unstopped(), timeoutMs });
  return `${stdout}${stderr}`.trim();
};

/**
 * Where the machine may be to a lab: its own addresses, and those of the lab's network where a gateway would be. What is an address
 * of the lab's own machines leads to these: an engine inside them may have taken one that the machine has too.
 */
async function addressesOfMachine(): Promise<string[]> {
  const { IPAM } = (await docker.getNetwork(lab).inspect()) as { IPAM: { Config: { Subnet: string }[] } };
  const base = IPAM.Config[0]?.Subnet.split('/')[0] ?? '';
  const gateways = [1, 254].map((last) => base.replace(/\.\d+$/, `.${last}`));
  const inLab = await Promise.all(['workstation', 'web'].map((machine) => said(machine, 'hostname -I')));
  const ofLab = new Set(inLab.flatMap((all) => all.split(/\s+/)));
  return [...ownAddresses(), ...gateways].filter((address) => !ofLab.has(address));
}

const shells = [
  ['the workstation', (script: string) => said('workstation', script)],
  ['a host', (script: string) => said('web', script)],
  [
    'a container of a host',
    (script: string) => said('web', `docker run --rm lab.local/workloads:1 bash -c ${quoted(script)}`),
  ],
] as const;
const quoted = (script: string): string => `'${script.replaceAll("'", `'\\''`)}'`;

describe.each(shells)('from %s', (on, shell) => {
  test('the machine, what listens on it, and the API of its engine are out of reach', async () => {
    const addresses = await addressesOfMachine();
    expect(addresses.length).toBeGreaterThan(0);
    const targets = addresses.flatMap((address) => [port, 2375, 2376, 22].map((at) => tried(address, at)));
    const answers = (await shell(`(${targets.map((target) => `(${target}) &`).join(' ')} wait)`)).split('\n');
    expect(answers).toHaveLength(targets.length);
    expect(answers).not.toContain('open');
  });

  test('another lab is out of reach, by address and by name', async () => {
    const address = (await said('workstation', 'hostname -I', 10_000, other)).trim();
    const served = machines.exec(other, 'workstation', ['/bin/bash', '-c', listening(7000)], {
      signal: AbortSignal.timeout(40_000),
      timeoutMs: 30_000,
    });
    try {
      expect(await said('workstation', untilListening(7000), 15_000, other)).toBe('open');
      expect(await shell(tried(address, 7000))).toBe('closed');
      expect(await shell(`timeout 5 getent hosts ${other}-workstation || echo none`)).toBe('none');
    } finally {
      await said('workstation', endListening, 10_000, other);
      await served.catch(() => undefined);
    }
  });

  test('there is no socket of the outer engine, and nothing beyond the lab answers', async () => {
    // A host has an engine of its own, which the next test looks at.
    if (on !== 'a host') expect(await shell('ls /var/run/docker.sock 2>/dev/null | wc -l')).toBe('0');
    expect(await shell(tried('1.1.1.1', 443))).toBe('closed');
  });
});

test('the workstation holds no socket of an engine, and its host only that of its own', async () => {
  expect(await said('workstation', 'ls /var/run/docker.sock 2>/dev/null || echo none')).toBe('none');
  const inner = await said('web', 'docker ps -a --format "{{.Names}}"; docker info -f "{{.Name}}"');
  expect(inner).toBe('web');
});

describe('a lab that runs wild leaves the others and the server well', () => {
  /** The other lab answers, and so does the engine. */
  const isWell = async (): Promise<void> => {
    expect(await said('workstation', 'echo well', 15_000, other)).toBe('well');
  };

  test('with more memory than it may have', async () => {
    const hog = 'head -c 1400m /dev/zero | tail | wc -c; echo "${PIPESTATUS[@]}"';
    const [answer] = await Promise.all([said('workstation', hog, 60_000), isWell()]);
    expect(answer).toContain('137');
    await isWell();
  });

  test('every machine has limits of its own', async () => {
    const filters = { label: [`cks-lab/owner=${world.owner}`] };
    const all = await docker.listContainers({ all: true, filters });
    const limits = await Promise.all(
      all.map(async ({ Id }) => {
        const { HostConfig } = await docker.getContainer(Id).inspect();
        return [HostConfig.Memory, HostConfig.PidsLimit, HostConfig.CpuShares].every(
          (limit) => (limit ?? 0) > 0,
        );
      }),
    );
    expect(limits).toEqual([true, true, true]);
  });

  // The last one: until its processes have ended, nothing else can be run on that machine.
  test('with more processes than it may have', async () => {
    const bomb =
      'perl -e \'for (1..700) { $pid = fork; if (!defined $pid) { print "refused\\n"; exit } if (!$pid) { sleep 5; exit } }\'';
    const [answer] = await Promise.all([said('workstation', bomb, 60_000), isWell()]);
    expect(answer).toContain('refused');
    await isWell();
  });
});
