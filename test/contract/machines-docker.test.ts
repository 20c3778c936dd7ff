import { spawn } from 'node:child_process';
import { once } from 'node:events';
import Docker from 'dockerode';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { DockerMachines } from '#adapters/docker/docker-machines.ts';
import { Engine } from '#adapters/docker/engine.ts';
import { dockerWorld, freshLab, recordedRun, unstopped } from './trial-world.ts';

const world = dockerWorld();
const { machines, hosts } = world;
const [lab, neighbour] = [freshLab(), freshLab()];
const limits = () => ({ signal: unstopped(), timeoutMs: 10_000 });
const sh = (script: string, more: object = {}, machine = 'workstation') =>
  machines.exec(lab, machine, ['/bin/sh', '-c', script], { ...limits(), ...more });

beforeAll(async () => {
  const image = await world.image('workstation');
  for (const id of [lab, neighbour]) {
    await hosts.createNetwork(id, unstopped());
    await hosts.createWorkstation(id, image, recordedRun());
  }
});
afterAll(async () => {
  await Promise.all([lab, neighbour].map((id) => machines.destroy(id, unstopped())));
});

const running = async (pattern: string): Promise<string> => (await sh(`pgrep -f '${pattern}'`)).stdout;

test.each([
  ['a child in the foreground', 'sleep 4711; true'],
  ['a child in the background', 'sleep 4711 & wait'],
  ['a child without its environment', 'env -i sleep 4711; true'],
  ['a process that ignores polite signals', 'trap "" TERM HUP; sleep 4711; true'],
])('past its time a command is killed with %s', async (_name, script) => {
  await expect(sh(script, { timeoutMs: 500 })).rejects.toMatchObject({ code: 'deadline.passed' });
  expect(await running('^sleep 4711')).toBe('');
});

test('a command whose time is over before its process is there leaves none either', async () => {
  const hurried = Array.from({ length: 6 }, () => sh('sleep 4711', { timeoutMs: 1 }));
  for (const { status } of await Promise.allSettled(hurried)) expect(status).toBe('rejected');
  expect(await running('^sleep 4711')).toBe('');
});

test('killing a command leaves other commands alone', async () => {
  const other = sh('sleep 1.5; echo done');
  await expect(sh('sleep 4711', { timeoutMs: 300 })).rejects.toMatchObject({ code: 'deadline.passed' });
  expect((await other).stdout).toBe('done\n');
});

test('the exit code is awaited though the streams are closed before', async () => {
  expect(await sh('exec >&- 2>&-; sleep 0.5; exit 9')).toMatchObject({ exit: 9 });
});

test('a service that a command leaves behind does not hold the call', async () => {
  const { stdout } = await sh('sleep 30 & echo started');
  expect(stdout).toBe('started\n');
});

test('labs cannot reach each other, machines of one lab can', async () => {
  const docker = new Docker();
  const { NetworkSettings } = await docker.getContainer(`${neighbour}-workstation`).inspect();
  const address = NetworkSettings.Networks[neighbour]?.IPAddress ?? '';
  const inLab = (id: typeof lab, script: string) =>
    machines.exec(id, 'workstation', ['/bin/bash', '-c', script], limits());
  await inLab(neighbour, 'ncat -lk 8099 >/dev/null 2>&1 &');
  const connect = `timeout 2 bash -c 'exec 3<>/dev/tcp/${address}/8099'`;
  await vi.waitFor(async () => expect((await inLab(neighbour, connect)).exit).toBe(0), { timeout: 60_000 });
  const timedOut = 124;
  expect((await inLab(lab, connect)).exit).toBe(timedOut);
});

test('an engine that does not answer is unreachable, with a remedy', async () => {
  const engine = new Engine(new Docker({ socketPath: '/no/such/docker.sock' }));
  await expect(new DockerMachines(engine, 'x').seen(unstopped())).rejects.toMatchObject({
    code: 'engine.unreachable',
    remedy: expect.stringContaining('docker version'),
  });
});

test('another installation sees and removes nothing of ours', async () => {
  const other = dockerWorld();
  expect(await other.machines.seen(unstopped())).toEqual([]);
  await other.machines.destroy(lab, unstopped());
  expect((await sh('true')).exit).toBe(0);
});

test('what a killed server leaves half made is seen and removed', async () => {
  const orphan = freshLab();
  const program = new URL('./crashing-server.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [program, world.owner, orphan, await world.image('host')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect((await machines.seen(unstopped())).map((seen) => seen.lab)).toContain(orphan);
  await machines.destroy(orphan, unstopped());
  expect((await machines.seen(unstopped())).map((seen) => seen.lab)).not.toContain(orphan);
  const { Volumes } = await new Docker().listVolumes({ filters: { label: [`cks-lab/lab=${orphan}`] } });
  expect(Volumes).toEqual([]);
});
