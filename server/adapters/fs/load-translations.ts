import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ScenarioFault } from '#contract/api.ts';
import type { Scenario } from '#contract/scenario/scenario.ts';
import { LanguageTag, Translation } from '#contract/scenario/translation.ts';
import { baseLanguage, type ScenarioTexts } from '#domain/scenario/texts.ts';
import { type Translatable, translationFaults } from '#domain/scenario/translation-laws.ts';
import type { FileFault } from './file-fault.ts';
import { maxFileBytes, readText } from './inside.ts';
import { soundPart } from './sound-part.ts';
import { type Misfit, readYaml } from './read-yaml.ts';
import { ofTranslation, readLongTexts } from './scenario-texts.ts';

export interface Translations {
  readonly translations: Readonly<Record<string, ScenarioTexts>>;
  /** Files are named from the scenario's folder. */
  readonly faults: readonly ScenarioFault[];
}

/** What translations are compared with; undefined where the scenario itself cannot be read. */
export type Original = (Translatable & { readonly vars: Scenario['vars'] }) | undefined;
type LongOriginal = Readonly<Record<'story' | 'explain', string>>;

/** Reads `i18n/<language>/`. A language with a fault is left out; the scenario is not. */
export async function loadTranslations(
  folder: string,
  original: Original,
  long: LongOriginal,
): Promise<Translations> {
  const home = join(folder, 'i18n');
  const stat = await lstat(home).catch(() => undefined);
  if (stat === undefined) return { translations: {}, faults: [] };
  if (!stat.isDirectory()) {
    return { translations: {}, faults: [{ file: 'i18n', message: 'this is no folder' }] };
  }
  const entries = await readdir(home, { withFileTypes: true });
  const translations: Record<string, ScenarioTexts> = {};
  const faults: ScenarioFault[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const where = `i18n/${entry.name}`;
    const wrong = entry.isDirectory() ? wrongName(entry.name) : 'only folders of languages belong here';
    if (wrong !== undefined) {
      faults.push({ file: where, message: wrong });
      continue;
    }
    const read = await loadLanguage(folder, where, original, long);
    faults.push(...read.faults);
    if (read.texts !== undefined && read.faults.length === 0) translations[entry.name] = read.texts;
  }
  return { translations, faults };
}

function wrongName(name: string): string | undefined {
  if (name === baseLanguage) return 'English stands in the scenario itself';
  const parsed = LanguageTag.safeParse(name);
  return parsed.success ? undefined : parsed.error.issues[0]?.message;
}

async function loadLanguage(
  folder: string,
  where: string,
  original: Original,
  longOriginal: LongOriginal,
): Promise<{ texts?: ScenarioTexts; faults: ScenarioFault[] }> {
  const long = await readLongTexts(folder, `${where}/`, ofTranslation(longOriginal));
  const prompts = await readPrompts(folder, `${where}/prompts.yaml`, original);
  const faults = [...long.faults, ...prompts.faults];
  if (prompts.value === undefined) return { faults };
  const { title, summary, tasks } = prompts.value;
  return { texts: { title, summary, tasks, story: long.story, explain: long.explain }, faults };
}

async function readPrompts(
  folder: string,
  file: string,
  original: Original,
): Promise<{ value?: Translation; faults: ScenarioFault[] }> {
  const got = await readText(folder, file, maxFileBytes);
  if ('fault' in got) return { faults: [{ file, ...got.fault }] };
  const read = readYaml(got.text, Translation);
  if (!read.ok) {
    const more = read.misfit === undefined ? [] : misfitFaults(read.misfit, original);
    return { faults: [...read.faults, ...more].map((fault) => ({ file, ...fault })) };
  }
  const laws = original === undefined ? [] : translationFaults(read.value, original);
  return {
    value: read.value,
    faults: laws.map(({ path, message }) => ({ file, ...read.locate(path, message) })),
  };
}

/** What a translation gets wrong besides fields that are not well formed. */
function misfitFaults(misfit: Misfit, original: Original): FileFault[] {
  const fields = { schema: 'cks-lab-translation/1', title: 'x', summary: 'x' };
  const part = soundPart(misfit.data, Translation, { fields });
  if (part === undefined || original === undefined || part.touched.has('tasks')) return [];
  return translationFaults(part.value, original).map(({ path, message }) => misfit.locate(path, message));
}
