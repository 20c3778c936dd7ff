import { expect, test } from 'vitest';
import { sampleScenario } from '../../testing/sample-scenario.ts';
import { chooseLanguage } from './texts.ts';
import { translationFaults } from './translation-laws.ts';

test.each([
  { wanted: ['de'], there: ['de'], gets: 'de' },
  { wanted: ['de-AT', 'fr'], there: ['de', 'fr'], gets: 'de' },
  { wanted: ['DE'], there: ['de'], gets: 'de' },
  { wanted: ['pt'], there: ['pt-BR'], gets: 'pt-BR' },
  { wanted: ['zh-Hant', 'zh'], there: ['zh-Hans', 'zh-Hant'], gets: 'zh-Hant' },
  { wanted: ['en-GB', 'de'], there: ['de'], gets: 'en' },
  { wanted: ['fr', 'de'], there: ['de'], gets: 'de' },
  { wanted: ['fr'], there: ['de'], gets: 'en' },
  { wanted: ['*'], there: ['de'], gets: 'en' },
  { wanted: [], there: ['de'], gets: 'en' },
])('who asks for $wanted gets $gets', ({ wanted, there, gets }) => {
  expect(chooseLanguage(wanted, there)).toBe(gets);
});

const german = () => ({
  schema: 'cks-lab-translation/1' as const,
  title: 'Ein Muster',
  summary: 'Zwei Aufgaben.',
  tasks: {
    first: { title: 'Erstens', prompt: 'Schreibe {{vars.word}}.', hints: [] as string[] },
    second: { title: 'Zweitens', prompt: 'Schließe es.', hints: [] as string[] },
  },
});

const { tasks } = sampleScenario();
const sample = { ids: tasks.map(({ id }) => id), tasks };

test('a complete translation has no faults', () => {
  expect(translationFaults(german(), sample)).toEqual([]);
});

test('tasks, hints and values that are missing or too many are told', () => {
  const { first } = german().tasks;
  const prompt = 'Schreibe {{vars.marker}}.';
  const broken = { ...german(), tasks: { first: { ...first, prompt, hints: ['Tipp'] }, third: first } };
  expect(translationFaults(broken, sample)).toEqual([
    { path: ['tasks'], message: 'task second is not translated' },
    { path: ['tasks', 'first', 'hints'], message: 'task first has 0 hints, and 1 are translated' },
    { path: ['tasks', 'first', 'prompt'], message: '{{vars.word}} is missing' },
    { path: ['tasks', 'first', 'prompt'], message: 'the original does not name {{vars.marker}} here' },
    { path: ['tasks', 'third'], message: 'the scenario has no task third' },
  ]);
});
