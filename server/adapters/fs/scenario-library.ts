import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ScenarioFault } from '#contract/api.ts';
import { Curriculum } from '#contract/scenario/curriculum.ts';
import { Domain } from '#contract/scenario/scenario.ts';
import { Fault } from '#domain/fault.ts';
import type { LoadedScenario, ScenarioLibrary } from '#ports/scenario-library.ts';
import { loadScenario } from './load-scenario.ts';
import { readYaml } from './read-yaml.ts';

/**
 * The scenarios of one or more folders, each laid out as `<domain>/<id>/scenario.yaml`. Call `reload` before the first use.
 * When two packs hold the same id, the first one wins and the other is a fault.
 */
export class FsScenarioLibrary implements ScenarioLibrary {
  private readonly packs: readonly string[];
  private readonly curriculum: Curriculum;
  private loaded = new Map<string, LoadedScenario>();
  private broken: ScenarioFault[] = [];

  constructor(o: { packs: readonly string[]; curriculum: Curriculum }) {
    this.packs = o.packs;
    this.curriculum = o.curriculum;
  }

  all(): readonly LoadedScenario[] {
    return [...this.loaded.values()];
  }

  faults(): readonly ScenarioFault[] {
    return this.broken;
  }

  get(id: string): LoadedScenario | undefined {
    return this.loaded.get(id);
  }

  async reload(): Promise<void> {
    const known = new Set(
      this.curriculum.domains.flatMap((d) => d.competencies.map((competency) => competency.id)),
    );
    const loaded = new Map<string, LoadedScenario>();
    const broken: ScenarioFault[] = [];
    for (const pack of this.packs) {
      for (const way of await foldersOf(pack)) {
        const got = await loadScenario(join(pack, way), way, known);
        if ('faults' in got) broken.push(...got.faults);
        else if (loaded.has(got.loaded.scenario.id)) {
          const message = `another pack already has a scenario ${got.loaded.scenario.id}`;
          broken.push({ file: join(way, 'scenario.yaml'), field: 'id', message });
        } else loaded.set(got.loaded.scenario.id, got.loaded);
      }
    }
    this.loaded = loaded;
    this.broken = broken;
  }
}

/** `<domain>/<id>` of every folder of a pack, in the order of the curriculum. Links are not followed. */
async function foldersOf(pack: string): Promise<string[]> {
  const found: string[] = [];
  for (const domain of Domain.options) {
    const entries = await readdir(join(pack, domain), { withFileTypes: true }).catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
      throw error;
    });
    const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    found.push(...names.sort().map((name) => join(domain, name)));
  }
  return found;
}

/**
 * Reads the domains and competencies of the exam.
 * @throws Fault `config.invalid` with the first mistake and its line.
 */
export async function readCurriculum(file: string): Promise<Curriculum> {
  const read = readYaml(await readFile(file, 'utf8'), Curriculum);
  if (read.ok) return read.value;
  const [first] = read.faults;
  throw new Fault('config.invalid', `${file}:${first?.line ?? 1}: ${first?.message ?? 'cannot be read'}`, {
    remedy: 'Correct the curriculum file.',
  });
}
