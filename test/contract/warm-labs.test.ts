import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { LabId } from '#contract/ids.ts';
import { testOwner } from '../support/test-owner.ts';
import { dockerWorld, unstopped } from './trial-world.ts';

const States = z.array(z.object({ lab: LabId, state: z.string() }));
const Said = z.object({ spares: States, labs: States, attempts: z.number() });
type Said = z.infer<typeof Said>;

const docker = new Docker();
const owner = testOwner();
const { machines } = dockerWorld(owner);
let stateDir: string;
let server: Server;

/** A server in a process of its own. Only the newest of what it says counts. */
class Server {
  readonly child: ChildProcess;
  private last: Said | undefined;

  constructor(size = 1) {
    this.child = fork(join(import.meta.dirname, 'warm-server.ts'), [stateDir, owner, String(size)], {
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    this.child.on('message', (message) => void (this.last = Said.parse(message)));
  }

  tell(command: object): void {
    this.child.send(command);
  }

  async until(fits: (said: Said) => boolean): Promise<Said> {
    while (this.last === undefined || !fits(this.last)) {
      if (this.ended) throw new Error('the server has ended');
      await once(this.child, 'message', { signal: AbortSignal.timeout(90_000) });
    }
    return this.last;
  }

  /** Resolves when it has ended, by itself or by force. */
  async end(): Promise<void> {
    if (!this.ended) await once(this.child, 'exit', { signal: AbortSignal.timeout(60_000) });
  }

  async kill(): Promise<void> {
    if (!this.ended) this.child.kill('SIGKILL');
    await this.end();
  }

  private get ended(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }
}

const filters = { label: [`cks-lab/owner=${owner}`] };
const containers = async (): Promise<string[]> =>
  (await docker.listContainers({ all: true, filters })).map(({ Id }) => Id).sort();
async function left(): Promise<number> {
  const [{ length }, networks, { Volumes }] = await Promise.all([
    containers(),
    docker.listNetworks({ filters }),
    docker.listVolumes({ filters }),
  ]);
  return length + networks.length + Volumes.length;
}
const isWarm = ({ spares }: Said): boolean => spares.some(({ state }) => state === 'ready');

beforeAll(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'cks-lab-warm-'));
});
afterEach(() => server.kill());
afterAll(async () => {
  for (const { lab } of await machines.seen(unstopped())) await machines.destroy(lab, unstopped());
  await rm(stateDir, { recursive: true });
});

test('a server that is killed while it hands a lab over leaves a spare or a learner’s lab, and never half of one', async () => {
  server = new Server();
  server.tell({ do: 'look' });
  const { spares } = await server.until(isWarm);
  const made = await containers();
  for (const dieAt of ['while the lab is looked at', 'in the transaction']) {
    server.tell({ do: 'start', dieAt });
    await server.end();
    server = new Server();
    expect(await server.until(isWarm), dieAt).toEqual({ spares, labs: [], attempts: 0 });
  }
  server.tell({ do: 'start', dieAt: 'before anybody is told' });
  await server.end();
  server = new Server(0);
  expect(await server.until(({ labs }) => labs.length > 0)).toEqual({
    spares: [],
    labs: spares,
    attempts: 1,
  });
  expect(await containers()).toEqual(made);
  server.tell({ do: 'stop', lab: spares[0]?.lab });
  await server.until(({ labs }) => labs.length === 0);
  expect(await left()).toBe(0);
});

test('of two who start at once one gets the lab that is ready, and nothing is left of both', async () => {
  server = new Server();
  server.tell({ do: 'look' });
  const { spares } = await server.until(isWarm);
  server.tell({ do: 'start' });
  server.tell({ do: 'start' });
  const { labs } = await server.until(
    ({ labs }) => labs.length === 2 && labs.every(({ state }) => state === 'ready'),
  );
  expect(labs.filter(({ lab }) => lab === spares[0]?.lab)).toHaveLength(1);
  await server.kill();
  server = new Server(0);
  await server.until((said) => said.labs.length === 2);
  for (const { lab } of labs) server.tell({ do: 'stop', lab });
  await server.until((said) => said.labs.length === 0);
  expect(await left()).toBe(0);
});

test('a server that is killed while it makes a lab ready makes it anew, and one that ends in order removes it', async () => {
  server = new Server();
  server.tell({ do: 'look' });
  const { spares } = await server.until(({ spares }) => spares.length > 0);
  // Its machines come about now.
  await expect.poll(left, { timeout: 60_000 }).toBeGreaterThan(1);
  await server.kill();
  server = new Server();
  const warm = await server.until(isWarm);
  expect(warm.spares.map(({ lab }) => lab)).toEqual(spares.map(({ lab }) => lab));
  server.tell({ do: 'close' });
  await server.end();
  expect(server.child.exitCode).toBe(0);
  expect(await left()).toBe(0);
});
