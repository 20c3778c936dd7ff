import type { ScenarioFault } from '#contract/api.ts';
import type { Scenario } from '#contract/scenario/scenario.ts';

/** A scenario with its texts. Files are read by name, inside its folder only. */
export interface LoadedScenario {
  readonly scenario: Scenario;
  readonly story: string;
  /** Markdown shown when all points were earned. */
  readonly explain: string;
  /** @throws Fault `scenario.invalid` when there is no such file in the folder. */
  file(path: string): Promise<string>;
}

/** All scenarios of all packs. A broken one is a fault in the list and never hides the others. */
export interface ScenarioLibrary {
  all(): readonly LoadedScenario[];
  faults(): readonly ScenarioFault[];
  get(id: string): LoadedScenario | undefined;
  reload(): Promise<void>;
}
