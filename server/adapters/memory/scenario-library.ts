import type { ScenarioFault } from '#contract/api.ts';
import type { Curriculum } from '#contract/scenario/curriculum.ts';
import type { ListedScenario, LoadedPack, LoadedScenario, ScenarioLibrary } from '#ports/scenario-library.ts';

const pack: LoadedPack = {
  schema: 'cks-lab-pack/1',
  id: 'memory',
  name: 'Held in memory',
  version: '1.0.0',
  licence: 'Apache-2.0',
};

/** A library that holds what it is given, in a pack of its own where none is named. */
export class MemoryScenarioLibrary implements ScenarioLibrary {
  readonly curriculum: Curriculum = {
    version: '1.0',
    domains: [
      {
        id: 'cluster-setup',
        title: 'Cluster setup',
        weight: 100,
        competencies: [{ id: 'CS1', title: 'Network policies' }],
      },
    ],
  };
  private loaded: readonly ListedScenario[];
  private broken: readonly ScenarioFault[];
  /** What `reload` finds; the same again unless a test puts something else here. */
  next: { loaded: readonly LoadedScenario[]; broken: readonly ScenarioFault[] } | undefined;

  constructor(loaded: readonly (LoadedScenario | ListedScenario)[], broken: readonly ScenarioFault[] = []) {
    this.loaded = loaded.map(listed);
    this.broken = broken;
  }

  all(): readonly ListedScenario[] {
    return this.loaded;
  }

  faults(): readonly ScenarioFault[] {
    return this.broken;
  }

  get(id: string): ListedScenario | undefined {
    return this.loaded.find(({ scenario }) => scenario.id === id);
  }

  async reload(): Promise<void> {
    if (this.next === undefined) return;
    this.loaded = this.next.loaded.map(listed);
    this.broken = this.next.broken;
  }
}

const listed = (loaded: LoadedScenario | ListedScenario): ListedScenario => ({
  pack,
  translations: {},
  ...loaded,
});
