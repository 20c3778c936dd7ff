import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DockerTerminalHost } from '#adapters/docker/docker-terminal-host.ts';
import { Engine } from '#adapters/docker/engine.ts';
import { MachinesObserver } from '#adapters/observer/machines-observer.ts';
import { DockerLineTalks } from '#adapters/docker/docker-line-talks.ts';
import type { LabId } from '#contract/ids.ts';
import { FaultsWorld } from './faults-world.ts';
import { isEmpty, settled } from './image-trial.ts';
import { SecondEngine } from './second-engine.ts';
import { freshShell, keeping, typeInto, unstopped } from './trial-world.ts';

// What a learner has in a cluster of two nodes and on a host beside it, after their engine has begun anew, once told to and once not.

let engine: SecondEngine;
let world: FaultsWorld;
let lab: LabId;

beforeAll(async () => {
  engine = await SecondEngine.start({ clusters: true });
  world = await FaultsWorld.open({ socket: engine.socket, onPort: (port) => engine.publish(port) });
  lab = await world.server.start('both');
  await world.server.is(lab, 'ready');
});
afterAll(async () => {
  await world?.close();
  await engine?.remove();
});

async function said(on: string, script: string, user = 'root'): Promise<string> {
  const limits = { signal: unstopped(), timeoutMs: 90_000, user, env: { HOME: '/home/learner' } };
  const { stdout, stderr } = await world.machines.exec(lab, on, ['/bin/bash', '-c', script], limits);
  return `${stdout}${stderr}`.trim();
}

const kubectl = 'kubectl --kubeconfig /etc/kubernetes/admin.conf';
const docker = 'docker --host unix:///run/docker.sock';

test('a learner leaves files and objects, a Pod on the worker, and containers, one of which nothing would start at a boot', async () => {
  for (const machine of ['workstation', 'cp', 'worker', 'docker-host']) {
    await said(machine, 'mkdir -p /etc/learner && echo mine >/etc/learner/work');
  }
  await said(
    'docker-host',
    `${docker} run --detach --name ran --volume kept:/kept lab.local/workloads:1 sh -c 'echo mine >/kept/work; sleep infinity'
     ${docker} run --detach --name ended lab.local/workloads:1 sleep infinity && ${docker} kill ended`,
  );
  const pod = '{"spec":{"nodeName":"worker"}}';
  await said(
    'cp',
    `${kubectl} create configmap work --from-literal=by=learner
     ${kubectl} run till --image=lab.local/workloads:1 --image-pull-policy=Never --overrides='${pod}' -- sleep infinity
     ${kubectl} wait --for=condition=Ready pod/till --timeout=80s`,
  );
  // What ends with a machine is told from what ended before by the time alone.
  await expect.poll(() => said('docker-host', agedScript), { timeout: 40_000 }).toBe('aged');
});

const agedScript = `at=$(date --date "$(${docker} inspect --format '{{.State.FinishedAt}}' ended)" +%s)
  [ $(($(date +%s) - at)) -lt 20 ] || echo aged`;

/** As the engine has them: how the network is sealed; addresses, ports that are published, when machines start by themselves. */
async function shape(): Promise<unknown> {
  const filters = { label: [`cks-lab/lab=${lab}`] };
  const all = await world.docker.listContainers({ all: true, filters });
  const found = await Promise.all(
    all.map(async ({ Id }) => {
      const { Name, State, HostConfig, NetworkSettings, Mounts } = await world.docker
        .getContainer(Id)
        .inspect();
      return {
        Name,
        running: State.Running,
        restart: HostConfig.RestartPolicy?.Name,
        address: NetworkSettings.Networks[lab]?.IPAddress,
        ports: NetworkSettings.Ports,
        volumes: Mounts.map(({ Name: volume = '' }) => volume).toSorted((a, b) => a.localeCompare(b)),
      };
    }),
  );
  const { Internal, Options } = await world.docker.getNetwork(lab).inspect();
  return { Internal, Options, machines: found.toSorted((a, b) => a.Name.localeCompare(b.Name)) };
}

const running = async (): Promise<number> =>
  (await world.docker.listContainers({ filters: { label: [`cks-lab/lab=${lab}`] } })).length;

describe.each([
  ['restarted', () => engine.restart()],
  ['killed', () => engine.kill()],
] as const)('an engine that is %s', (_, strike) => {
  let before: unknown;

  test('leaves the lab paused, with all its machines at rest', async () => {
    before = await shape();
    await strike();
    const { problem } = await world.server.is(lab, 'paused');
    expect(problem).toMatchObject({ code: 'engine.restarted' });
    expect(await running()).toBe(0);
  });

  test('and it comes back as it was: addresses, volumes, published ports, its door and its observers', async () => {
    world.server.tell({ do: 'resume', lab });
    await world.server.is(lab, 'ready');
    expect(await shape()).toEqual(before);
    const talks = new DockerLineTalks(new Engine(world.docker), world.owner);
    const observer = new MachinesObserver(world.machines, talks);
    for (const machine of ['workstation', 'cp', 'worker', 'docker-host']) {
      const answer = await observer.ask(
        lab,
        machine,
        { kind: 'tree', path: '/etc/learner', maxEntries: 9, maxBytes: 99 },
        unstopped(),
      );
      expect(answer).toMatchObject({ kind: 'tree', exists: true });
    }
  });

  test('with files and objects, Pods and DNS', async () => {
    for (const machine of ['workstation', 'cp', 'worker', 'docker-host']) {
      expect(await said(machine, 'cat /etc/learner/work')).toBe('mine');
    }
    expect(await said('cp', `${kubectl} get configmap work --output jsonpath={.data.by}`)).toBe('learner');
    expect(await said('cp', `${kubectl} wait --for=condition=Ready pod/till --timeout=60s`)).toContain('met');
    expect(
      await said('cp', `${kubectl} exec till -- getent hosts kubernetes.default.svc.cluster.local`),
    ).toMatch(/^10\./);
  });

  test('and with what ran on its machines, and nothing else', async () => {
    expect(await said('docker-host', `${docker} ps --format '{{.Names}}'`)).toBe('ran');
    expect(await said('docker-host', `${docker} exec ran cat /kept/work`)).toBe('mine');
  });

  test('in which terminals open and lead everywhere', async () => {
    const terminals = new DockerTerminalHost(
      new Engine(world.docker),
      world.owner,
      keeping(new Engine(world.docker)),
    );
    const shell = { id: freshShell(), user: 'learner', cols: 80, rows: 24 };
    const pty = await terminals.open(lab, 'workstation', shell, unstopped());
    let heard = '';
    pty.onData((data) => (heard += Buffer.from(data).toString()));
    typeInto(
      pty,
      'for on in cp worker docker-host; do ssh "$on" hostname 2>/dev/null; done; kubectl get --raw /readyz\n',
    );
    const all = /\ncp\nworker\ndocker-host\nok/;
    await expect
      .poll(() => stripVTControlCharacters(heard).replaceAll('\r', ''), { timeout: 120_000 })
      .toMatch(all);
    await pty.kill();
  });
});

test('a machine that was removed meanwhile is said to be missing, and a reset offered', async () => {
  await world.left();
  await world.docker.getContainer(`${lab}-worker`).remove({ force: true, v: true });
  await engine.restart();
  const { problem } = await world.server.is(lab, 'failed');
  expect(problem).toMatchObject({
    message: expect.stringContaining('worker'),
    remedy: expect.stringContaining('Reset the lab'),
  });
});

test('the lab leaves nothing', async () => {
  await world.stop(lab);
  expect(await world.leaked()).toEqual([]);
  expect(await settled(() => engine.holds([]), isEmpty)).toEqual([]);
  expect(world.wrongRecords()).toEqual([]);
});
