import type { Scenario } from '#contract/scenario/scenario.ts';
import type { TranslatedTask } from '#contract/scenario/translation.ts';

/** Everything of a scenario that a learner reads, in one language. Values of the attempt are not filled in yet. */
export interface ScenarioTexts {
  readonly title: string;
  readonly summary: string;
  readonly story: string;
  readonly explain: string;
  /** By the id of the task. */
  readonly tasks: Readonly<Record<string, TranslatedTask>>;
}

/** The language that every scenario has. */
export const baseLanguage = 'en';

/** The texts that stand in the scenario itself. */
export function baseTexts(scenario: Scenario, story: string, explain: string): ScenarioTexts {
  const tasks = scenario.tasks.map(({ id, title, prompt, hints }) => [
    id,
    { title, prompt, hints: hints.map(({ text }) => text) },
  ]);
  return {
    title: scenario.title,
    summary: scenario.summary,
    story,
    explain,
    tasks: Object.fromEntries(tasks),
  };
}

/**
 * The language that a reader gets who asks for `wanted`, the dearest first: the first one that is there, itself or as the
 * same language of another region. English when there is none.
 */
export function chooseLanguage(wanted: readonly string[], there: readonly string[]): string {
  const all = [baseLanguage, ...there];
  const found = wanted.map((tag) => match(tag, all)).find((tag) => tag !== undefined);
  return found ?? baseLanguage;
}

function match(tag: string, all: readonly string[]): string | undefined {
  const exact = all.find((one) => one.toLowerCase() === tag.toLowerCase());
  return exact ?? all.find((one) => primary(one) === primary(tag));
}

const primary = (tag: string): string => tag.split('-')[0]?.toLowerCase() ?? '';
