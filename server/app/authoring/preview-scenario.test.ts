import { expect, test } from 'vitest';
import { MemoryScenarioLibrary } from '#adapters/memory/scenario-library.ts';
import { sampleScenario } from '../../testing/sample-scenario.ts';
import { previewScenario } from './preview-scenario.ts';

const library = new MemoryScenarioLibrary([
  { scenario: sampleScenario(), story: '', explain: 'See {{vars.word}}', file: async (path) => `# ${path}` },
]);

test('checks come as in a report: groups before their parts, guards last, no value filled in', async () => {
  const { checks, explain } = await previewScenario(library, 'cs01-sample');
  expect(explain).toBe('See …');
  expect(checks.map(({ check, role, type }) => `${check} ${role} ${type}`)).toEqual([
    'gate check k8s.object',
    'plain check k8s.object',
    'first-guard guard k8s.object',
    'door check allOf',
    'opened part net.connect',
    'shut part net.connect',
    'either check anyOf',
    'left part k8s.object',
    'right part k8s.object',
    'neither check noneOf',
    'bad part k8s.object',
    'alive guard k8s.object',
  ]);
  expect(checks[0]).toMatchObject({ gate: true, points: 0, task: 'first' });
  expect(checks.at(-1)).not.toHaveProperty('task');
  expect(checks[1]?.expected).toBe('ConfigMap shop/plain: word is right');
});

test('a scenario that does not exist is a fault', async () => {
  await expect(previewScenario(library, 'none')).rejects.toThrow('no scenario none');
});

test('one whose files have faults is told apart, so that an author who saves a mistake reads what to do', async () => {
  const broken = { file: 'scenarios/cluster-setup/cs02-torn/scenario.yaml', message: 'no YAML' };
  await expect(previewScenario(new MemoryScenarioLibrary([], [broken]), 'cs02-torn')).rejects.toMatchObject({
    code: 'scenario.invalid',
    remedy: expect.stringContaining('./ckslab scenario lint cs02-torn'),
  });
});
