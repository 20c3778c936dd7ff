import { expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { MemoryScenarioLibrary } from '#adapters/memory/scenario-library.ts';
import { Curriculum } from '#contract/scenario/curriculum.ts';
import { Scenario } from '#contract/scenario/scenario.ts';
import type { ListedScenario } from '#ports/scenario-library.ts';
import { sampleFields } from '../../testing/sample-scenario.ts';
import { lintScenarios } from './lint-scenarios.ts';

const competencies = ['CS1', 'CS2'].map((id) => ({ id, title: id }));
const curriculum = Curriculum.parse({
  version: '1',
  domains: [{ id: 'cluster-setup', title: 'Setup', weight: 100, competencies }],
});
const examDocs = { asOf: '2026-01', sites: ['https://kubernetes.io/docs/'] };
const sampleText = stringify(sampleFields());

/** A scenario whose file has this text. */
const written = (text = sampleText): ListedScenario => ({
  scenario: Scenario.parse(parse(text)),
  pack: {
    id: 'trial',
    name: 'Trial',
    version: '0.1.0',
    licence: 'x',
    description: 'x',
  } as ListedScenario['pack'],
  translations: {},
  story: '',
  explain: 'Read next: [this](https://a.example/)',
  file: async (path) => (path === 'scenario.yaml' ? text : ''),
});
const lint = (library: MemoryScenarioLibrary, ids: string[] = []) =>
  lintScenarios({
    library,
    shown: ({ scenario }) => `trial/cluster-setup/${scenario.id}`,
    ids,
    examDocs,
    curriculum,
  });
const lineOf = (text: string, part: string): number =>
  text.split('\n').findIndex((line) => line.includes(part)) + 1;

test('warnings have the place in the file, errors stay errors', async () => {
  const fault = { file: 'trial/cluster-setup/torn/scenario.yaml', message: 'no YAML' };
  const { errors, warnings, scenarios } = await lint(new MemoryScenarioLibrary([written()], [fault]));
  expect(scenarios).toBe(1);
  expect(errors).toEqual([fault]);
  expect(warnings[0]).toEqual({
    rule: 'solutions',
    file: 'trial/cluster-setup/cs01-sample/scenario.yaml',
    line: lineOf(sampleText, 'solutions:'),
    column: 1,
    field: 'solutions',
    message: expect.any(String),
  });
});

test('a comment on the line before allows what a rule warns of', async () => {
  const text = sampleText.replace('solutions:', '# lint: allow solutions\nsolutions:');
  const { warnings } = await lint(new MemoryScenarioLibrary([written(text)]));
  expect(warnings.map(({ rule }) => rule)).toEqual(['hints', 'hints']);
});

test('a name is shown where it stands inside a prompt, and allowed above the prompt', async () => {
  const text = sampleText.replace(
    'prompt: Write {{vars.word}}.',
    'prompt: |\n      Write\n      the `wrod`.',
  );
  const spelling = async (of: string) =>
    (await lint(new MemoryScenarioLibrary([written(of)]))).warnings.filter(({ rule }) => rule === 'spelling');
  expect(await spelling(text)).toMatchObject([{ line: lineOf(text, '`wrod`'), column: 11 }]);
  expect(await spelling(text.replace('prompt: |', '# lint: allow spelling\n    prompt: |'))).toEqual([]);
});

test('only the named scenarios are looked at, and what is covered is told of all', async () => {
  const torn = { file: 'trial/cluster-setup/torn/story.md', message: 'gone' };
  const library = new MemoryScenarioLibrary([written()], [torn]);
  const { warnings, coverage } = await lint(library, ['torn']);
  expect(warnings).toEqual([]);
  expect(coverage.map((one) => one.scenarios)).toEqual([['cs01-sample'], []]);
  expect((await lint(library, ['cs01-sample'])).errors).toEqual([]);
  await expect(lint(library, ['nope', 'torn'])).rejects.toThrow('no scenario nope');
});
