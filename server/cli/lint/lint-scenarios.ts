import { adviseScenario, type Warning } from '#adapters/fs/advise-scenario.ts';
import type { ScenarioFault } from '#contract/api.ts';
import type { Curriculum } from '#contract/scenario/curriculum.ts';
import type { ExamDocs } from '#contract/scenario/exam-docs.ts';
import { Fault } from '#domain/fault.ts';
import { type Covered, coverage } from '#domain/scenario/coverage.ts';
import { isInScenario } from '#domain/scenario/fault-place.ts';
import type { ListedScenario, ScenarioLibrary } from '#ports/scenario-library.ts';

export interface Linted {
  readonly scenarios: number;
  readonly errors: readonly ScenarioFault[];
  readonly warnings: readonly Warning[];
  readonly coverage: readonly Covered[];
}

interface Request {
  readonly library: ScenarioLibrary;
  /** How the folder of a scenario is called. */
  readonly shown: (loaded: ListedScenario) => string;
  /** Empty: every scenario. */
  readonly ids: readonly string[];
  readonly examDocs: ExamDocs;
  readonly curriculum: Curriculum;
}

/**
 * Looks at the named scenarios; what is covered is told of all in either case.
 * @throws Fault `scenario.not-found` that names every id that no folder has.
 */
export async function lintScenarios({ library, shown, ids, examDocs, curriculum }: Request): Promise<Linted> {
  const all = library.all();
  const chosen = all.filter(({ scenario }) => ids.length === 0 || ids.includes(scenario.id));
  const errors = library
    .faults()
    .filter(({ file }) => ids.length === 0 || ids.some((id) => isInScenario(id, file)));
  const missing = ids.filter(
    (id) =>
      !chosen.some(({ scenario }) => scenario.id === id) &&
      !errors.some(({ file }) => isInScenario(id, file)),
  );
  if (missing.length > 0) throw unknownScenario(missing);
  const warnings = await Promise.all(chosen.map((loaded) => adviseScenario(loaded, shown(loaded), examDocs)));
  const covered = coverage(
    curriculum,
    all.map(({ scenario }) => scenario),
  );
  return { scenarios: chosen.length, errors, warnings: warnings.flat(), coverage: covered };
}

const unknownScenario = (ids: readonly string[]): Fault =>
  new Fault('scenario.not-found', `There is no scenario ${ids.join(', ')}.`, {
    remedy: 'List what there is: ./ckslab scenario list. Folders elsewhere are named in CKSLAB_PACKS.',
  });
