import { afterEach, expect, test } from 'vitest';
import { ScenarioPreview } from '#contract/preview.ts';
import { ServerWorld } from '../../testing/server-world.ts';

let world: ServerWorld;
afterEach(() => world.close());

async function open(authoring: boolean): Promise<void> {
  world = new ServerWorld();
  world.authoring = authoring;
  await world.open();
  await world.enter();
}

/** What the memory library gives as the text of an answer. */
const answerText = 'text of solution/s.sh';
const path = '/api/preview/cluster';

test('without authoring mode there is no such route, and no route gives an answer away', async () => {
  await open(false);
  const { id } = await world.startLab();
  expect((await world.ask(path)).status).toBe(404);
  for (const other of [path, '/api/scenarios', '/api/scenarios/cluster', '/api/labs', `/api/labs/${id}`]) {
    const text = await (await world.ask(other)).text();
    expect(text, other).not.toContain(answerText);
    expect(text, other).not.toContain('solution');
  }
});

test('in authoring mode the author reads solutions, wrong answers, hints and every check with its guards', async () => {
  await open(true);
  const answer = await world.ask(path);
  expect(answer.status).toBe(200);
  const preview = ScenarioPreview.parse(await answer.json());
  expect(preview.solutions).toEqual([{ id: 's', on: 'workstation', user: 'learner', text: answerText }]);
  expect(preview.wrong.map(({ id, mustFail, maxPoints }) => [id, mustFail, maxPoints])).toEqual([
    ['w1', ['a'], 1],
    ['w2', ['a'], 1],
  ]);
  expect(preview.prompts[0]).toEqual({ task: 'first', prompt: 'Listen on …', hints: ['It is …', 'Really'] });
  expect(preview.checks.map(({ check, type, points }) => [check, type, points])).toEqual([
    ['a', 'node.file', 4],
    ['b', 'node.file', 6],
  ]);
});

test('also in authoring mode nobody reads answers without a session', async () => {
  await open(true);
  expect((await world.ask(path, { headers: { cookie: '' } })).status).toBe(401);
  expect((await world.ask('/api/preview/none')).status).toBe(404);
  const detail = await (await world.ask('/api/scenarios/cluster')).text();
  expect(detail).not.toContain(answerText);
});
