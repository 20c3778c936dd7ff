import type { Scenario } from '#contract/scenario/scenario.ts';
import type { ScenarioFault } from '#contract/api.ts';
import { placeholders } from '#domain/scenario/template.ts';
import { maxFileBytes, placeOf, readText } from './inside.ts';

export interface LongTexts {
  readonly story: string;
  readonly explain: string;
  /** Files are named from the scenario's folder. */
  readonly faults: readonly ScenarioFault[];
}

/** Reads the two long texts in a folder; `where` is the way from the scenario's folder to it, with its slash. */
export async function readLongTexts(
  folder: string,
  where: string,
  vars: Scenario['vars'] | undefined,
): Promise<LongTexts> {
  const faults: ScenarioFault[] = [];
  const read = async (name: string): Promise<string> => {
    const file = `${where}${name}`;
    const got = await readText(folder, file, maxFileBytes);
    if ('fault' in got) {
      faults.push({ file, ...got.fault });
      return '';
    }
    if (vars !== undefined) faults.push(...unknownNames(got.text, vars).map((fault) => ({ file, ...fault })));
    return got.text;
  };
  const [story, explain] = [await read('story.md'), await read('explain.md')];
  return { story, explain, faults };
}

function unknownNames(text: string, vars: Scenario['vars']): Omit<ScenarioFault, 'file'>[] {
  return placeholders(text)
    .filter(({ name }) => !Object.hasOwn(vars, name))
    .map(({ name, offset }) => ({
      ...placeOf(text, offset),
      message: `there is no variable ${name} under vars`,
    }));
}
