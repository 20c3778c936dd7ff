import { basename, dirname, join } from 'node:path';
import type { ScenarioFault } from '#contract/api.ts';
import { Scenario } from '#contract/scenario/scenario.ts';
import { asFault } from '#domain/fault.ts';
import { lawFaults } from '#domain/scenario/laws.ts';
import { namedFiles } from '#domain/scenario/scenario-files.ts';
import type { NamedFile } from '#domain/scenario/scenario-files.ts';
import { namedVars } from '#domain/scenario/template.ts';
import type { LoadedScenario } from '#ports/scenario-library.ts';
import { readInside } from './inside.ts';
import { readYaml } from './read-yaml.ts';
import type { FileFault } from './read-yaml.ts';

const maxBytes = 256 * 1024;

export type Loaded = { readonly loaded: LoadedScenario } | { readonly faults: ScenarioFault[] };

/** Reads one scenario folder. `shown` is how the folder is called in faults; `known` are the competencies there are. */
export async function loadScenario(
  folder: string,
  shown: string,
  known: ReadonlySet<string>,
): Promise<Loaded> {
  const main = join(shown, 'scenario.yaml');
  const text = await readInside(folder, 'scenario.yaml', maxBytes).catch((e: unknown) => asFault(e));
  if (typeof text !== 'string') return { faults: [{ file: main, message: text.message }] };
  const read = readYaml(text, Scenario);
  if (!read.ok) return { faults: read.faults.map((fault) => ({ file: main, ...fault })) };

  const { value: scenario, locate } = read;
  const faults: FileFault[] = [
    ...lawFaults(scenario).map(({ path, message }) => locate(path, message)),
    ...folderFaults(scenario, folder).map(({ path, message }) => locate(path, message)),
    ...scenario.competencies.flatMap((id, i) =>
      known.has(id) ? [] : [locate(['competencies', i], `the curriculum has no competency ${id}`)],
    ),
  ];
  const named = await Promise.all(namedFiles(scenario).map((file) => fileFaults(folder, file, scenario)));
  faults.push(...named.flat().map(({ path, message }) => locate(path, message)));
  const texts = await readTexts(folder, scenario);
  const all = [...faults.map((fault) => ({ file: main, ...fault })), ...texts.faults.map(inFolder(shown))];
  if (all.length > 0) return { faults: all };
  return {
    loaded: {
      scenario,
      story: texts.story,
      explain: texts.explain,
      file: (path) => readInside(folder, path, maxBytes),
    },
  };
}

const inFolder =
  (shown: string) =>
  (fault: ScenarioFault): ScenarioFault => ({ ...fault, file: join(shown, fault.file) });

interface Placed {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

function folderFaults(scenario: Scenario, folder: string): Placed[] {
  const [id, domain] = [basename(folder), basename(dirname(folder))];
  return [
    ...(scenario.id === id ? [] : [{ path: ['id'], message: `the folder is called ${id}` }]),
    ...(scenario.domain === domain ? [] : [{ path: ['domain'], message: `the folder lies in ${domain}` }]),
  ];
}

async function fileFaults(folder: string, named: NamedFile, scenario: Scenario): Promise<Placed[]> {
  const text = await readInside(folder, named.file, maxBytes).catch((e: unknown) => asFault(e));
  if (typeof text !== 'string') return [{ path: named.path, message: text.message }];
  const vars = named.kind === 'script' ? scriptVars(text) : namedVars(text);
  return vars
    .filter((name) => !Object.hasOwn(scenario.vars, name))
    .map((name) => ({
      path: named.path,
      message: `${named.file} asks for ${name}, which is not under vars`,
    }));
}

/** The variables of the attempt that a script reads from its environment. */
function scriptVars(text: string): string[] {
  return [...new Set([...text.matchAll(/\bVAR_(\w+)/g)].map((m) => m[1] ?? ''))];
}

async function readTexts(
  folder: string,
  scenario: Scenario,
): Promise<{ story: string; explain: string; faults: ScenarioFault[] }> {
  const faults: ScenarioFault[] = [];
  const read = async (file: string): Promise<string> => {
    const text = await readInside(folder, file, maxBytes).catch((e: unknown) => asFault(e));
    if (typeof text !== 'string') {
      faults.push({ file, message: text.message });
      return '';
    }
    for (const name of namedVars(text)) {
      if (!Object.hasOwn(scenario.vars, name)) faults.push({ file, message: `there is no variable ${name}` });
    }
    return text;
  };
  const [story, explain] = [await read('story.md'), await read('explain.md')];
  return { story, explain, faults };
}
