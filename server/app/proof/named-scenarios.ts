import type { LoadedScenario, ScenarioLibrary } from '#ports/scenario-library.ts';
import { unknownScenario } from '../catalogue/unknown-scenario.ts';

/**
 * Scenarios by id, in this order, each once.
 * @throws Fault `scenario.not-found`, `scenario.invalid`
 */
export function namedScenarios(library: ScenarioLibrary, ids: readonly string[]): LoadedScenario[] {
  return [...new Set(ids)].map((id) => {
    const loaded = library.get(id);
    if (loaded === undefined) throw unknownScenario(library, id);
    return loaded;
  });
}
