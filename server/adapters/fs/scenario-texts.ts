import type { ScenarioFault } from '#contract/api.ts';
import type { Scenario } from '#contract/scenario/scenario.ts';
import { namedVars, placeholders } from '#domain/scenario/template.ts';
import { maxFileBytes, placeOf, readText } from './inside.ts';

const names = ['story', 'explain'] as const;
type Name = (typeof names)[number];

export interface LongTexts extends Readonly<Record<Name, string>> {
  /** Files are named from the scenario's folder. */
  readonly faults: readonly ScenarioFault[];
}

/** Which variables each text may name, and what to say of another one. */
export interface NameRule {
  readonly allowed: Readonly<Record<Name, readonly string[]>>;
  readonly say: (name: string) => string;
}

/** The texts of the scenario itself may name each of its variables. */
export function ofScenario(vars: Scenario['vars']): NameRule {
  const all = Object.keys(vars);
  return {
    allowed: { story: all, explain: all },
    say: (name) => `there is no variable ${name} under vars`,
  };
}

/** A translation shows no value that the original does not show: it may be a secret. */
export function ofTranslation(original: Readonly<Record<Name, string>>): NameRule {
  return {
    allowed: { story: namedVars(original.story), explain: namedVars(original.explain) },
    say: (name) => `the original does not name {{vars.${name}}} here`,
  };
}

/** Reads the two long texts in a folder; `where` is the way from the scenario's folder to it, with its slash. */
export async function readLongTexts(
  folder: string,
  where: string,
  rule: NameRule | undefined,
): Promise<LongTexts> {
  const faults: ScenarioFault[] = [];
  const read = async (name: Name): Promise<string> => {
    const file = `${where}${name}.md`;
    const got = await readText(folder, file, maxFileBytes);
    if ('fault' in got) {
      faults.push({ file, ...got.fault });
      return '';
    }
    if (rule !== undefined)
      faults.push(...nameFaults(got.text, name, rule).map((fault) => ({ file, ...fault })));
    return got.text;
  };
  const [story, explain] = [await read('story'), await read('explain')];
  return { story, explain, faults };
}

function nameFaults(text: string, name: Name, { allowed, say }: NameRule): Omit<ScenarioFault, 'file'>[] {
  return placeholders(text)
    .filter((asked) => !allowed[name].includes(asked.name))
    .map((asked) => ({ ...placeOf(text, asked.offset), message: say(asked.name) }));
}
