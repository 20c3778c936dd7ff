import { afterEach, beforeEach, expect, test } from 'vitest';
import { ServerWorld } from '../../testing/server-world.ts';

let world: ServerWorld;
beforeEach(() => {
  world = new ServerWorld();
});
afterEach(() => world.close());

const metrics = (headers: Record<string, string> = {}): Promise<Response> =>
  world.ask('/metrics', { headers: { cookie: '', ...headers } });

test('the metrics tell of labs, starts, checks, the queue and the event loop', async () => {
  await world.open();
  await world.enter();
  const lab = await world.startLab();
  await world.ask(`/api/labs/${lab.id}/gradings`, { method: 'POST', body: {} });
  const text = await (await metrics()).text();
  expect(text).toContain('ckslab_labs{state="ready"} 1');
  expect(text).toContain('ckslab_queue_length 0');
  expect(text).toContain('ckslab_terminals 0');
  expect(text).toContain('ckslab_lab_start_seconds_count{kind="start",outcome="ready"} 1');
  expect(text).toContain('ckslab_grade_seconds_count 1');
  expect(text).toMatch(/ckslab_verdicts_total\{verdict="\w+"\} \d/);
  expect(text).toContain('ckslab_nodejs_eventloop_lag_seconds');
  expect(text).not.toContain(lab.id);
});

test('without a token they are for this machine alone, and not for what a proxy passes on', async () => {
  await world.open();
  expect((await metrics()).status).toBe(200);
  expect((await metrics({ 'x-forwarded-for': '192.0.2.1' })).status).toBe(403);
});

test('with a token it has to be sent, also from this machine', async () => {
  world.metricsToken = 'sixteen-characters';
  await world.open();
  expect((await metrics()).status).toBe(403);
  expect((await metrics({ authorization: 'Bearer sixteen-character' })).status).toBe(403);
  expect((await metrics({ authorization: 'Bearer sixteen-characters' })).status).toBe(200);
});

test('the server is ready while the engine answers', async () => {
  await world.open();
  expect(await (await world.ask('/healthz')).text()).toBe('ok\n');
  expect((await world.ask('/readyz')).status).toBe(200);
  world.engineAnswers = false;
  const answer = await world.ask('/readyz');
  expect(answer.status).toBe(503);
  expect(await answer.text()).toContain('Start it');
  expect((await world.ask('/healthz')).status).toBe(200);
});
