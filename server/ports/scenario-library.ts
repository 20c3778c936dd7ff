import type { ScenarioFault } from '#contract/api.ts';
import type { Curriculum } from '#contract/scenario/curriculum.ts';
import type { Pack } from '#contract/scenario/pack.ts';
import type { Scenario } from '#contract/scenario/scenario.ts';
import type { ScenarioTexts } from '#domain/scenario/texts.ts';

/** The pack that a scenario belongs to. */
export interface LoadedPack extends Pack {
  /** Why not the newest state of it is used. */
  readonly note?: string;
}

/** A scenario with its texts. Files are read by name, inside its folder only. */
export interface LoadedScenario {
  readonly scenario: Scenario;
  readonly story: string;
  /** Markdown shown when all points were earned. */
  readonly explain: string;
  /** @throws Fault `scenario.invalid` when there is no such file in the folder. */
  file(path: string): Promise<string>;
}

/** A scenario as the catalogue offers it. */
export interface ListedScenario extends LoadedScenario {
  readonly pack: LoadedPack;
  /** What the learner reads in other languages, by language tag; each of them is complete. */
  readonly translations: Readonly<Record<string, ScenarioTexts>>;
}

/** All scenarios of all packs. A broken one is a fault in the list and never hides the others. */
export interface ScenarioLibrary {
  /** What scenarios refer to by ids. */
  readonly curriculum: Curriculum;
  all(): readonly ListedScenario[];
  faults(): readonly ScenarioFault[];
  get(id: string): ListedScenario | undefined;
  reload(): Promise<void>;
}
