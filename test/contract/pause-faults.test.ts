import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LabId } from '#contract/ids.ts';
import type { LabState } from '#contract/lab.ts';
import { LabWorld } from '../../server/testing/lab-world.ts';
import { FaultsWorld, type Said } from './faults-world.ts';
import { unstopped } from './trial-world.ts';

// A server that is killed at each step of a pause and of a resume, and while a lab rests.

let world: FaultsWorld;
const is = (wanted: LabState): Promise<Said> => world.server.is(lab, wanted);
const tell = (command: 'pause' | 'resume' | 'stop'): void => world.server.tell({ do: command, lab });

const running = async (): Promise<boolean[]> =>
  (await world.machines.seen(unstopped())).flatMap((seen) => seen.machines.map((machine) => machine.running));

/** The steps of a pause and of a resume, as one of each over memory tells them. */
const steps = await (async (): Promise<{ pause: string[]; resume: string[] }> => {
  const own = new LabWorld();
  own.reconciler.start();
  const { id } = await own.start('host');
  await own.settle();
  const told = async (ask: () => unknown): Promise<string[]> => {
    ask();
    await own.settle();
    const begun = own.book.get(id).steps.filter(({ phase }) => phase === 'begin');
    return begun.map((step) => step.id);
  };
  const found = { pause: await told(() => own.pause(id)), resume: await told(() => own.resume(id)) };
  await own.reconciler.close();
  return found;
})();

let lab: LabId;
beforeAll(async () => {
  world = await FaultsWorld.open();
  lab = await world.server.start();
  await is('ready');
});
afterAll(() => world?.close());

test('the tables of a pause and of a resume tell what they do', () => {
  expect(steps).toEqual({ pause: ['shells', 'stop'], resume: ['machines', 'host-docker-host'] });
});

test('a server that is killed at each step of a pause stops every machine in the end', async () => {
  tell('pause');
  for (const step of steps.pause) {
    await world.server.begins(step);
    await world.killServer();
  }
  await is('paused');
  expect(await running()).toEqual([false, false, false, false]);
});

test('what somebody starts while no server runs is stopped when one comes back', async () => {
  await world.server.kill();
  await world.machines.start(lab, unstopped());
  expect(await running()).toContain(true);
  await world.killServer();
  await expect.poll(running, { timeout: 60_000 }).toEqual([false, false, false, false]);
});

test('a server that is killed at each step of a resume brings every machine back in the end', async () => {
  tell('resume');
  for (const step of steps.resume) {
    await world.server.begins(step);
    await world.killServer();
  }
  await is('ready');
  expect(await running()).toEqual([true, true, true, true]);
});

test('a resume that is given up rests again, and the lab can still be stopped', async () => {
  tell('pause');
  await is('paused');
  tell('resume');
  await world.server.begins('machines');
  tell('pause');
  await is('paused');
  expect(await running()).toEqual([false, false, false, false]);
  tell('stop');
  await is('gone');
  expect(await world.leaked()).toEqual([]);
});
