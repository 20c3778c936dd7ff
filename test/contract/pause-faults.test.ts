import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { LabId } from '#contract/ids.ts';
import { LabState } from '#contract/lab.ts';
import { Step } from '#contract/progress.ts';
import { LabWorld } from '../../server/testing/lab-world.ts';
import { testOwner } from '../support/test-owner.ts';
import { dockerWorld, unstopped } from './trial-world.ts';

// A server that is killed at each step of a pause and of a resume, and while a lab rests.

const Said = z.object({ lab: LabId.optional(), state: LabState.optional(), step: Step.optional() });
type Said = z.infer<typeof Said>;

const owner = testOwner();
const { machines } = dockerWorld(owner);
let stateDir: string;
let server: ChildProcess;
let heard: Said[] = [];

function startServer(): void {
  heard = [];
  server = fork(join(import.meta.dirname, 'faulty-server.ts'), [stateDir, owner], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  server.on('message', (message) => void heard.push(Said.parse(message)));
}

/** Resolves with the first thing said, from now on or before, that fits; it is not found again. */
async function until(fits: (said: Said) => boolean): Promise<Said> {
  for (;;) {
    const at = heard.findIndex(fits);
    const [found] = at < 0 ? [] : heard.splice(0, at + 1).slice(-1);
    if (found !== undefined) return found;
    await once(server, 'message', { signal: AbortSignal.timeout(90_000) });
  }
}
const is = (wanted: LabState): Promise<Said> => until(({ state }) => state === wanted);
const begins = (step: string): Promise<Said> =>
  until((said) => said.step?.id === step && said.step.phase === 'begin');

async function killServer(): Promise<void> {
  const gone = once(server, 'exit');
  server.kill('SIGKILL');
  await gone;
}

const running = async (): Promise<boolean[]> =>
  (await machines.seen(unstopped())).flatMap((seen) => seen.machines.map((machine) => machine.running));

/** The steps of a pause and of a resume, as one of each over memory tells them. */
const steps = await (async (): Promise<{ pause: string[]; resume: string[] }> => {
  const world = new LabWorld();
  world.reconciler.start();
  const { id } = await world.start('host');
  await world.settle();
  const told = async (ask: () => unknown): Promise<string[]> => {
    ask();
    await world.settle();
    const begun = world.book.get(id).steps.filter(({ phase }) => phase === 'begin');
    return begun.map((step) => step.id);
  };
  const found = { pause: await told(() => world.pause(id)), resume: await told(() => world.resume(id)) };
  await world.reconciler.close();
  return found;
})();

let lab: LabId;
beforeAll(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'cks-lab-rest-'));
  startServer();
  server.send({ do: 'start' });
  lab = LabId.parse((await is('ready')).lab);
});
afterAll(async () => {
  await killServer();
  await machines.destroy(lab, unstopped());
  await rm(stateDir, { recursive: true });
});

test('the tables of a pause and of a resume tell what they do', () => {
  expect(steps).toEqual({ pause: ['shells', 'stop'], resume: ['machines', 'host-docker-host'] });
});

test('a server that is killed at each step of a pause stops every machine in the end', async () => {
  server.send({ do: 'pause', lab });
  for (const step of steps.pause) {
    await begins(step);
    await killServer();
    startServer();
  }
  await is('paused');
  expect(await running()).toEqual([false, false, false, false]);
});

test('what somebody starts while no server runs is stopped when one comes back', async () => {
  await killServer();
  await machines.start(lab, unstopped());
  expect(await running()).toContain(true);
  startServer();
  await expect.poll(running, { timeout: 60_000 }).toEqual([false, false, false, false]);
});

test('a server that is killed at each step of a resume brings every machine back in the end', async () => {
  server.send({ do: 'resume', lab });
  for (const step of steps.resume) {
    await begins(step);
    await killServer();
    startServer();
  }
  await is('ready');
  expect(await running()).toEqual([true, true, true, true]);
});

test('a resume that is given up rests again, and the lab can still be stopped', async () => {
  server.send({ do: 'pause', lab });
  await is('paused');
  server.send({ do: 'resume', lab });
  await begins('machines');
  server.send({ do: 'pause', lab });
  await is('paused');
  expect(await running()).toEqual([false, false, false, false]);
  server.send({ do: 'stop', lab });
  await is('gone');
  expect(await machines.seen(unstopped())).toEqual([]);
});
