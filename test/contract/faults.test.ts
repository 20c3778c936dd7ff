import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { LabId } from '#contract/ids.ts';
import { LabState } from '#contract/lab.ts';
import { Step } from '#contract/progress.ts';
import { LabWorld } from '../../server/testing/lab-world.ts';
import { testOwner } from '../support/test-owner.ts';
import { dockerWorld, unstopped } from './trial-world.ts';

const Said = z.object({
  lab: LabId.optional(),
  state: LabState.optional(),
  step: Step.optional(),
  problem: z.string().optional(),
  refused: z.string().optional(),
});
type Said = z.infer<typeof Said>;

function labOf({ lab }: Said): LabId {
  if (lab === undefined) throw new Error('nothing was said of a lab');
  return lab;
}

const docker = new Docker();
const owner = testOwner();
const { machines } = dockerWorld(owner);
const filters = { label: [`cks-lab/owner=${owner}`] };
let stateDir: string;
let server: Server;

/** A server in a process of its own, which can be killed at any moment. */
class Server {
  private readonly child: ChildProcess;
  private readonly heard: Said[] = [];

  constructor() {
    this.child = fork(join(import.meta.dirname, 'faulty-server.ts'), [stateDir, owner], {
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    this.child.on('message', (message) => void this.heard.push(Said.parse(message)));
  }

  tell(command: object): void {
    this.child.send(command);
  }

  /** Resolves with the first thing said, from now on or before, that fits; it is not found again. */
  async until(fits: (said: Said) => boolean): Promise<Said> {
    for (;;) {
      const at = this.heard.findIndex(fits);
      const [found] = at < 0 ? [] : this.heard.splice(0, at + 1).slice(-1);
      if (found !== undefined) return found;
      if (this.child.exitCode !== null) throw new Error(`the server ended with ${this.child.exitCode}`);
      await once(this.child, 'message', { signal: AbortSignal.timeout(60_000) });
    }
  }

  async start(): Promise<LabId> {
    this.tell({ do: 'start' });
    return labOf(await this.until(({ state }) => state === 'requested'));
  }

  is(lab: LabId, wanted: LabState): Promise<Said> {
    return this.until((said) => said.lab === lab && said.state === wanted);
  }

  begins(step: string): Promise<Said> {
    return this.until((said) => said.step?.id === step && said.step.phase === 'begin');
  }

  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await gone;
  }
}

/** The steps of a start as the table of its actions tells them, found by one start over memory. */
const steps = await (async (): Promise<string[]> => {
  const world = new LabWorld();
  world.reconciler.start();
  const { id } = await world.start('host');
  await world.settle();
  await world.reconciler.close();
  const begun = world.store.get(id)?.steps.filter(({ phase }) => phase === 'begin') ?? [];
  return [...new Set(begun.map((step) => step.id))];
})();

/** Names of everything that the engine holds of ours, and of every volume that one of our containers ever had. */
const volumes = new Set<string>();
async function left(): Promise<string[]> {
  const containers = await docker.listContainers({ all: true, filters });
  for (const { Mounts } of containers) {
    for (const { Type, Name } of Mounts) if (Type === 'volume' && Name !== undefined) volumes.add(Name);
  }
  const [networks, { Volumes }, all] = await Promise.all([
    docker.listNetworks({ filters }),
    docker.listVolumes({ filters }),
    docker.listVolumes(),
  ]);
  const orphans = all.Volumes.filter(({ Name }) => volumes.has(Name)).map(({ Name }) => Name);
  const named = [...containers.map(({ Names }) => Names[0] ?? ''), ...networks.map(({ Name }) => Name)];
  return [...new Set([...named, ...Volumes.map(({ Name }) => Name), ...orphans])];
}

beforeAll(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'cks-lab-faults-'));
  server = new Server();
});
afterEach(async () => {
  // Looked at while the lab is there, so that its volumes are known when it is gone.
  await left();
});
afterAll(async () => {
  await server.kill();
  for (const { lab } of await machines.seen(unstopped())) await machines.destroy(lab, unstopped());
  await rm(stateDir, { recursive: true });
});

async function stop(lab: LabId): Promise<void> {
  await left();
  server.tell({ do: 'stop', lab });
  await server.is(lab, 'gone');
}

test('the table of a start tells more than its beginning and its end', () => {
  expect(steps).toEqual(expect.arrayContaining(['clear', 'network', 'workstation', 'observers', 'ssh']));
});

describe('a server that is killed', () => {
  test('at each step of a start, one after the other, makes the lab whole in the end', async () => {
    const lab = await server.start();
    const tried: string[] = [];
    // What the memory world sets up without telling is a step of its own here.
    for (const step of [...steps, 'setup']) {
      await server.begins(step);
      await server.kill();
      tried.push(step);
      await left();
      server = new Server();
    }
    expect(tried).toEqual([...steps, 'setup']);
    await server.is(lab, 'ready');
    const [seen] = await machines.seen(unstopped());
    expect(seen?.machines.map(({ name, running }) => [name, running]).sort()).toEqual([
      ['docker-host', true],
      ['observer-docker-host', true],
      ['observer-workstation', true],
      ['workstation', true],
    ]);
    await stop(lab);
    expect(await left()).toEqual([]);
  });

  test('while it removes a lab removes it after it has come back', async () => {
    const lab = await server.start();
    await server.is(lab, 'ready');
    await left();
    server.tell({ do: 'stop', lab });
    await server.is(lab, 'stopping');
    await server.kill();
    server = new Server();
    await server.is(lab, 'gone');
    expect(await left()).toEqual([]);
  });
});

test.each(steps)('a lab that is stopped while it does "%s" leaves nothing', async (step) => {
  const lab = await server.start();
  await server.begins(step);
  await stop(lab);
  expect(await left()).toEqual([]);
});

test('a machine that is killed makes the lab fail with what to do, and a reset makes it whole', async () => {
  const lab = await server.start();
  await server.is(lab, 'ready');
  await docker.getContainer(`${lab}-docker-host`).kill({ signal: 'SIGKILL' });
  const { problem } = await server.is(lab, 'failed');
  expect(problem).toContain('docker-host');
  server.tell({ do: 'reset', lab });
  await server.is(lab, 'ready');
  await stop(lab);
  expect(await left()).toEqual([]);
});

test('two browsers that start the same thing at once each get a lab, and both go', async () => {
  server.tell({ do: 'start' });
  server.tell({ do: 'start' });
  const ready = [
    await server.until(({ state }) => state === 'ready'),
    await server.until(({ state }) => state === 'ready'),
  ];
  expect(new Set(ready.map(({ lab }) => lab)).size).toBe(2);
  for (const said of ready) await stop(labOf(said));
  expect(await left()).toEqual([]);
});

test('starts and stops in a row leave nothing', async () => {
  for (let round = 0; round < 6; round += 1) {
    const lab = await server.start();
    if (round % 2 === 1) await server.begins('workstation');
    await stop(lab);
  }
  expect(await left()).toEqual([]);
});
