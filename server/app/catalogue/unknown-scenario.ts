import { Fault } from '#domain/fault.ts';
import { isInScenario } from '#domain/scenario/fault-place.ts';
import type { ScenarioLibrary } from '#ports/scenario-library.ts';

/** Why a library does not give a scenario: its files have faults, or no folder is called so. */
export function unknownScenario(library: ScenarioLibrary, id: string): Fault {
  if (library.faults().some(({ file }) => isInScenario(id, file))) {
    return new Fault('scenario.invalid', `Scenario ${id} has faults and cannot be used.`, {
      remedy: `They are told by: ./ckslab scenario lint ${id}`,
    });
  }
  return new Fault('scenario.not-found', `There is no scenario ${id}.`, {
    remedy: 'List what there is: ./ckslab scenario list. Folders elsewhere are named in CKSLAB_PACKS.',
  });
}
