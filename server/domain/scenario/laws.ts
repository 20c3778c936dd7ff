import type { Scenario } from '#contract/scenario/scenario.ts';
import {
  checksAskSomething,
  denialsHaveATwin,
  groupsHaveTwoParts,
  onlyTaskChecksCarryPoints,
  refusalsHaveATwin,
} from './laws/evidence.ts';
import { expressionsParse, templatesNameVars, varsCanBeDrawn } from './laws/expressions.ts';
import { idsAreUnique, namedIdsExist, needsPointBack } from './laws/ids.ts';
import type { Law, LawFault } from './laws/law.ts';
import { clusterChecksHaveACluster, machinesExist, refsFitTheirCheck } from './laws/places.ts';
import { pointsAddUp, wrongStaysBelowFull } from './laws/points.ts';
import { eventsCarryTheMarker, stimuliDoNotWrite } from './laws/stimuli.ts';

const laws: readonly Law[] = [
  pointsAddUp,
  wrongStaysBelowFull,
  idsAreUnique,
  namedIdsExist,
  needsPointBack,
  machinesExist,
  clusterChecksHaveACluster,
  refsFitTheirCheck,
  templatesNameVars,
  varsCanBeDrawn,
  expressionsParse,
  refusalsHaveATwin,
  denialsHaveATwin,
  onlyTaskChecksCarryPoints,
  checksAskSomething,
  groupsHaveTwoParts,
  stimuliDoNotWrite,
  eventsCarryTheMarker,
];

/** Every breach of the laws that hold across the fields of a scenario. Empty means sound. */
export function lawFaults(scenario: Scenario): LawFault[] {
  return laws.flatMap((law) => law(scenario));
}
