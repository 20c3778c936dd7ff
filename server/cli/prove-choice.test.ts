import { expect, test } from 'vitest';
import { MemoryScenarioLibrary } from '#adapters/memory/scenario-library.ts';
import { readConfig } from '../config.ts';
import { workshopScenario } from '../testing/proof-workshop.ts';
import type { PackLibrary } from './changed-scenarios.ts';
import { proveChoice, type ProveWays } from './prove-choice.ts';

const broken = { file: 'scenarios/cluster-setup/cs02-b/scenario.yaml', line: 3, message: 'no YAML' };
const memory = new MemoryScenarioLibrary([workshopScenario('cs01-a')], [broken]);
const library: PackLibrary = Object.assign(memory, { packs: () => [] });
const choose = (ids: string[], ways: ProveWays = {}) =>
  proveChoice(readConfig({}), library, ids, ways, new AbortController().signal);

test('who asks for all hears of those that cannot be read', async () => {
  const { chosen, leftOut, faults } = await choose([], { all: true });
  expect(chosen.map(({ scenario }) => scenario.id)).toEqual(['cs01-a']);
  expect(leftOut.map(({ scenario }) => scenario)).toEqual(['cs02-b']);
  expect(faults).toEqual([broken]);
});

test('who names a sound scenario hears nothing of others, who names a broken one hears why', async () => {
  expect(await choose(['cs01-a'])).toMatchObject({ leftOut: [], faults: [] });
  await expect(choose(['cs02-b'])).rejects.toThrow('has faults');
});

test('there is one way to say which scenarios are meant', async () => {
  await expect(choose([])).rejects.toThrow('No scenario was named');
  await expect(choose(['cs01-a'], { all: true })).rejects.toThrow('more than one way');
});
