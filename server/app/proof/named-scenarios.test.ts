import { expect, test } from 'vitest';
import { MemoryScenarioLibrary } from '#adapters/memory/scenario-library.ts';
import { workshopScenario } from '../../testing/proof-workshop.ts';
import { namedScenarios } from './named-scenarios.ts';

const broken = { file: 'scenarios/cluster-setup/cs02-b/scenario.yaml', message: 'no YAML' };
const library = new MemoryScenarioLibrary(
  ['cs01-a', 'cs03-c'].map((id) => workshopScenario(id)),
  [broken],
);

test('scenarios come in the order in which they are named, each once', () => {
  const named = namedScenarios(library, ['cs03-c', 'cs01-a', 'cs03-c']);
  expect(named.map(({ scenario }) => scenario.id)).toEqual(['cs03-c', 'cs01-a']);
});

test('one with faults is told apart from one that is not there, each with the command that helps', () => {
  const fault = (id: string): unknown => {
    try {
      return namedScenarios(library, [id]);
    } catch (error) {
      return error;
    }
  };
  expect(fault('cs02-b')).toMatchObject({
    code: 'scenario.invalid',
    message: 'Scenario cs02-b has faults and cannot be used.',
    remedy: 'They are told by: ./ckslab scenario lint cs02-b',
  });
  expect(fault('cs02')).toMatchObject({
    code: 'scenario.not-found',
    remedy: expect.stringContaining('./ckslab scenario list'),
  });
});
