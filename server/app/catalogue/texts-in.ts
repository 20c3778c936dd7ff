import { baseLanguage, baseTexts, chooseLanguage, type ScenarioTexts } from '#domain/scenario/texts.ts';
import type { ListedScenario } from '#ports/scenario-library.ts';

/** What a learner reads of a scenario who asks for these languages, the dearest first. */
export function textsIn(
  { scenario, story, explain, translations }: ListedScenario,
  languages: readonly string[],
): { language: string; texts: ScenarioTexts } {
  const language = chooseLanguage(languages, Object.keys(translations));
  const texts = Object.hasOwn(translations, language) ? translations[language] : undefined;
  if (texts !== undefined) return { language, texts };
  return { language: baseLanguage, texts: baseTexts(scenario, story, explain) };
}
