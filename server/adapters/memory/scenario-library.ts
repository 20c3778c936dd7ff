import type { ScenarioFault } from '#contract/api.ts';
import type { LoadedScenario, ScenarioLibrary } from '#ports/scenario-library.ts';

/** A library that holds what it is given. */
export class MemoryScenarioLibrary implements ScenarioLibrary {
  private readonly loaded: readonly LoadedScenario[];
  private readonly broken: readonly ScenarioFault[];

  constructor(loaded: readonly LoadedScenario[], broken: readonly ScenarioFault[] = []) {
    this.loaded = loaded;
    this.broken = broken;
  }

  all(): readonly LoadedScenario[] {
    return this.loaded;
  }

  faults(): readonly ScenarioFault[] {
    return this.broken;
  }

  get(id: string): LoadedScenario | undefined {
    return this.loaded.find(({ scenario }) => scenario.id === id);
  }

  async reload(): Promise<void> {
    // There is no source to read again.
  }
}
