import { Fault } from '#domain/fault.ts';
import type { LoadedScenario, ScenarioLibrary } from '#ports/scenario-library.ts';

/**
 * Scenarios by id, in this order, each once.
 * @throws Fault `scenario.not-found`
 */
export function namedScenarios(library: ScenarioLibrary, ids: readonly string[]): LoadedScenario[] {
  return [...new Set(ids)].map((id) => {
    const loaded = library.get(id);
    if (loaded !== undefined) return loaded;
    throw new Fault('scenario.not-found', `There is no scenario ${id}.`, {
      remedy: 'List the scenarios with: ckslab scenario list. A broken one is told by: ckslab scenario lint.',
    });
  });
}
