import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SystemView } from '#contract/api.ts';
import type { Ack } from '#contract/events.ts';
import type { LabView } from '#contract/lab.ts';
import { ServerWorld } from '../testing/server-world.ts';

let world: ServerWorld;
beforeEach(async () => {
  world = new ServerWorld();
  world.warm.size = 1;
  await world.open();
  await world.enter();
});
afterEach(() => world.close());

const got = async <T>(path: string): Promise<T> => (await (await world.ask(path)).json()) as T;
const refusal = (answer: Ack<unknown>): string => (answer.ok ? 'none' : answer.problem.code);

/** A page of the scenario is open until a lab of it is ready. Returns that lab. */
async function spare(scenario = 'host') {
  const socket = world.socket('/labs');
  const ready = new Promise((resolve) => socket.once('spare.changed', resolve));
  expect(await socket.emitWithAck('scenario.look', { scenario })).toEqual({
    ok: true,
    value: { scenario, ready: false },
  });
  expect(await ready).toEqual({ scenario, ready: true });
  const { spares } = await got<SystemView>('/api/system');
  expect(spares).toMatchObject([{ scenario, state: 'ready' }]);
  return { socket, id: spares[0]?.id };
}

test('a page that looks at a scenario gets its lab ready, which is given to whoever starts it', async () => {
  const { socket, id } = await spare();
  expect(await socket.emitWithAck('scenario.look', { scenario: 'host' })).toMatchObject({
    value: { ready: true },
  });
  const gone = new Promise((resolve) => socket.once('spare.changed', resolve));
  const answer = await world.ask('/api/labs', { method: 'POST', body: { scenario: 'host' } });
  expect(answer.status).toBe(201);
  expect((await answer.json()) as LabView).toMatchObject({ id, state: 'ready' });
  expect(await gone).toEqual({ scenario: 'host', ready: false });
  expect(await got('/api/attempts')).toHaveLength(1);
  expect((await world.ask(`/api/labs/${id}`)).status).toBe(200);
});

test('a lab that is kept ready is nobody’s: no list, no page, no terminal and no metric of labs has it', async () => {
  const { socket, id } = await spare();
  expect(await got('/api/labs')).toEqual([]);
  expect(await got('/api/attempts')).toEqual([]);
  expect((await world.ask(`/api/labs/${id}`)).status).toBe(404);
  for (const what of ['reset', 'extend', 'gradings', 'invitations', 'services']) {
    const body =
      what === 'invitations' ? { minutes: 60 } : what === 'services' ? { target: 'workstation:80' } : {};
    const asked = await world.ask(`/api/labs/${id}/${what}`, { method: 'POST', body });
    expect([400, 404], what).toContain(asked.status);
  }
  expect((await world.ask(`/api/labs/${id}`, { method: 'DELETE' })).status).toBe(404);
  expect(refusal(await socket.emitWithAck('lab.watch', { lab: id }))).toBe('lab.not-found');
  const request = { lab: id, terminal: 'workstation', cols: 80, rows: 24 };
  const opened = (await world.socket('/terminal').emitWithAck('shell.open', request)) as Ack<unknown>;
  expect(refusal(opened)).toBe('lab.not-found');
  const metrics = await (await world.ask('/metrics')).text();
  expect(metrics).toContain('ckslab_labs{state="ready"} 0');
  expect(metrics).toContain('ckslab_spare_labs{state="ready"} 1');
  expect(await got<SystemView>('/api/system')).toMatchObject({ spares: [{ id, state: 'ready' }] });
});

test('what is no scenario is looked at in vain', async () => {
  const socket = world.socket('/labs');
  expect(await socket.emitWithAck('scenario.look', { scenario: 'nowhere' })).toMatchObject({
    value: { ready: false },
  });
  expect(refusal(await socket.emitWithAck('scenario.look', { scenario: 7 }))).toBe('request.invalid');
  expect(refusal(await socket.emitWithAck('scenario.leave', { scenario: '../x' }))).toBe('request.invalid');
});
