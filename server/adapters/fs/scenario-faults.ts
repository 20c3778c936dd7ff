import { basename, dirname } from 'node:path';
import { Scenario } from '#contract/scenario/scenario.ts';
import { lawFaults, lawFaultsOfPart } from '#domain/scenario/laws.ts';
import type { LawFault } from '#domain/scenario/laws/law.ts';
import { namedFiles, type NamedFile } from '#domain/scenario/scenario-files.ts';
import { namedVars } from '#domain/scenario/template.ts';
import type { FileFault } from './file-fault.ts';
import { maxFileBytes, readText } from './inside.ts';
import type { Original } from './load-translations.ts';
import type { Misfit } from './read-yaml.ts';
import { soundPart } from './sound-part.ts';
import { scenarioStandIns } from './stand-ins.ts';

/** Where a scenario lies, and the competencies that there are. */
export interface ScenarioPlace {
  readonly folder: string;
  readonly known: ReadonlySet<string>;
}

/** What is wrong with a scenario although each of its fields is well formed: laws, its folder, the files that it names. */
export async function scenarioFaults(scenario: Scenario, place: ScenarioPlace): Promise<LawFault[]> {
  return [...lawFaults(scenario), ...(await placeFaults(scenario, place))];
}

/** The same of a file in which some fields are not well formed, as far as it can be told without them. */
export async function misfitFaults(
  misfit: Misfit,
  place: ScenarioPlace,
): Promise<{ faults: FileFault[]; original: Original }> {
  const part = soundPart(misfit.data, Scenario, scenarioStandIns);
  if (part === undefined) return { faults: [], original: undefined };
  const laws = part.isWhole
    ? lawFaults(part.value)
    : lawFaultsOfPart(part.value, { environment: !part.touched.has('environment') });
  const faults = [...laws, ...(await placeFaults(part.value, place))].flatMap(({ path, message }) => {
    const original = part.original(path);
    return original === undefined ? [] : [misfit.locate(original, message)];
  });
  const { tasks, vars } = part.value;
  const original = { ids: taskIds(misfit.data), tasks: part.touched.has('tasks') ? [] : tasks, vars };
  return { faults, original };
}

function taskIds(data: unknown): string[] {
  const tasks = (data as { tasks?: unknown }).tasks;
  if (!Array.isArray(tasks)) return [];
  return tasks.flatMap((task: { id?: unknown } | null) => (typeof task?.id === 'string' ? [task.id] : []));
}

async function placeFaults(scenario: Scenario, { folder, known }: ScenarioPlace): Promise<LawFault[]> {
  const named = await Promise.all(namedFiles(scenario).map((file) => fileFaults(folder, file, scenario)));
  const unknown = scenario.competencies.flatMap((id, i) =>
    known.has(id) ? [] : [{ path: ['competencies', i], message: `the curriculum has no competency ${id}` }],
  );
  return [...folderFaults(scenario, folder), ...unknown, ...named.flat()];
}

function folderFaults(scenario: Scenario, folder: string): LawFault[] {
  const [id, domain] = [basename(folder), basename(dirname(folder))];
  return [
    ...(scenario.id === id ? [] : [{ path: ['id'], message: `the folder is called ${id}` }]),
    ...(scenario.domain === domain ? [] : [{ path: ['domain'], message: `the folder lies in ${domain}` }]),
  ];
}

async function fileFaults(folder: string, named: NamedFile, scenario: Scenario): Promise<LawFault[]> {
  const read = await readText(folder, named.file, maxFileBytes);
  if ('fault' in read) return [{ path: named.path, message: read.fault.message }];
  const vars = named.kind === 'script' ? scriptVars(read.text) : namedVars(read.text);
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
