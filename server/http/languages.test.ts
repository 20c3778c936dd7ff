import { afterEach, beforeEach, expect, test } from 'vitest';
import { Catalogue, ScenarioDetail } from '#contract/api.ts';
import { ServerWorld } from '../testing/server-world.ts';
import { scenario } from '../testing/scenarios.ts';

const german = {
  title: 'Aufgabe auf Deutsch',
  summary: 'Für Tests',
  story: 'Eine Geschichte',
  explain: 'Warum',
  tasks: {
    first: {
      title: 'Erstens',
      prompt: 'Lausche auf {{vars.port}}',
      hints: ['Er ist {{vars.port}}', 'Wirklich'],
    },
    second: { title: 'Zweitens', prompt: 'Mehr', hints: [] },
  },
};

let world: ServerWorld;
beforeEach(() => {
  world = new ServerWorld();
  world.library = [{ ...scenario('cluster'), translations: { de: german } }, scenario('plain')];
});
afterEach(() => world.close());

async function read(path: string, language: string): Promise<unknown> {
  return (await world.ask(path, { headers: { 'accept-language': language } })).json();
}

test('a scenario is shown in the language that the browser asks for, and in English where it is not translated', async () => {
  await world.open();
  await world.enter();
  const rows = Catalogue.parse(await read('/api/scenarios', 'fr,de-CH;q=0.9,en;q=0.5')).scenarios;
  expect(rows.map((row) => [row.title, row.language])).toEqual([
    ['Aufgabe auf Deutsch', 'de'],
    ['Scenario plain', 'en'],
  ]);
  const detail = ScenarioDetail.parse(await read('/api/scenarios/cluster', 'de'));
  expect(detail.story).toBe('Eine Geschichte');
  expect(detail.tasks.map((task) => [task.title, task.prompt])).toEqual([
    ['Erstens', 'Lausche auf …'],
    ['Zweitens', 'Mehr'],
  ]);
  expect(ScenarioDetail.parse(await read('/api/scenarios/cluster', 'en-GB,de;q=0.5')).title).toBe(
    'Scenario cluster',
  );
});

test('hints and prompts of a lab come in that language, with the values of the attempt', async () => {
  await world.open();
  await world.enter();
  const lab = await world.startLab();
  const detail = await read(`/api/labs/${lab.id}`, 'de');
  expect(detail).toMatchObject({
    scenario: { tasks: [{ prompt: expect.stringMatching(/^Lausche auf 8\d{3}$/) }, {}] },
  });
  const hint = await world.ask(`/api/labs/${lab.id}/hints`, {
    method: 'POST',
    headers: { 'accept-language': 'de' },
    body: { task: 'first', index: 0 },
  });
  expect(await hint.json()).toMatchObject({ text: expect.stringMatching(/^Er ist 8\d{3}$/) });
});

test('a configured language wins over that of the browser', async () => {
  world.language = 'de';
  await world.open();
  await world.enter();
  expect(await read('/api/scenarios/cluster', 'en')).toMatchObject({
    title: 'Aufgabe auf Deutsch',
    language: 'de',
  });
});

test('a scenario says whose it is', async () => {
  await world.open();
  await world.enter();
  const { pack } = ScenarioDetail.parse(await read('/api/scenarios/cluster', 'en'));
  expect(pack).toEqual({ id: 'memory', name: 'Held in memory', version: '1.0.0', licence: 'Apache-2.0' });
});
