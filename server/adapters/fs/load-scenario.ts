import { join } from 'node:path';
import type { ScenarioFault } from '#contract/api.ts';
import { Scenario } from '#contract/scenario/scenario.ts';
import type { LoadedPack, ListedScenario } from '#ports/scenario-library.ts';
import type { FileFault } from './file-fault.ts';
import { maxFileBytes, readInside, readText } from './inside.ts';
import { loadTranslations, type Original } from './load-translations.ts';
import { readYaml } from './read-yaml.ts';
import { misfitFaults, type ScenarioPlace, scenarioFaults } from './scenario-faults.ts';
import { scenarioIssues } from './scenario-issues.ts';
import { ofScenario, readLongTexts } from './scenario-texts.ts';

const mainFile = 'scenario.yaml';

/** A scenario that can be used, and all that is wrong in its folder. A translation with a fault does not break its scenario. */
export interface Loaded {
  readonly loaded?: ListedScenario;
  readonly faults: ScenarioFault[];
  /** A fault at the scenario's id. */
  idFault(message: string): ScenarioFault;
}

/** Reads one scenario folder. `shown` is how the folder is called in faults. */
export async function loadScenario(place: ScenarioPlace, shown: string, pack: LoadedPack): Promise<Loaded> {
  const { folder } = place;
  const main = await readMain(place);
  const texts = await readLongTexts(folder, '', main.original && ofScenario(main.original.vars));
  const { translations, faults } = await loadTranslations(folder, main.original, texts);
  const broken: ScenarioFault[] = [
    ...main.faults.map((fault) => ({ file: mainFile, ...fault })),
    ...texts.faults,
  ];
  const all = [...broken, ...faults].map((fault) => ({ ...fault, file: join(shown, fault.file) }));
  const found = {
    faults: all.sort(byPlace),
    idFault: (message: string) => ({ file: join(shown, mainFile), ...main.idFault(message) }),
  };
  if (main.scenario === undefined || broken.length > 0) return found;
  const { scenario } = main;
  const { story, explain } = texts;
  const file = (path: string): Promise<string> => readInside(folder, path, maxFileBytes);
  return { ...found, loaded: { scenario, pack, story, explain, translations, file } };
}

interface Main {
  readonly scenario?: Scenario;
  readonly original?: Original;
  readonly faults: readonly FileFault[];
  idFault(message: string): FileFault;
}

async function readMain(place: ScenarioPlace): Promise<Main> {
  const got = await readText(place.folder, mainFile, maxFileBytes);
  const nowhere = (message: string): FileFault => ({ field: 'id', message });
  if ('fault' in got) return { faults: [got.fault], idFault: nowhere };
  const read = readYaml(got.text, Scenario, scenarioIssues);
  if (read.ok) {
    const { value: scenario, locate } = read;
    const faults = await scenarioFaults(scenario, place);
    const original = { ...scenario, ids: scenario.tasks.map(({ id }) => id) };
    return {
      scenario,
      original,
      faults: faults.map(({ path, message }) => locate(path, message)),
      idFault: (message) => locate(['id'], message),
    };
  }
  const { misfit } = read;
  if (misfit === undefined) return { faults: read.faults, idFault: nowhere };
  const more = await misfitFaults(misfit, place);
  return {
    original: more.original,
    faults: [...read.faults, ...more.faults],
    idFault: (message) => misfit.locate(['id'], message),
  };
}

function byPlace(a: ScenarioFault, b: ScenarioFault): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}
