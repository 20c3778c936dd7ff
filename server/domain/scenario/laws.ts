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
import { enginesAreAskedOnHosts, machineChecksAskSomething } from './laws/machine-checks.ts';
import {
  clusterChecksHaveACluster,
  hostFilesHavePlacesOfTheirOwn,
  machinesExist,
  refsFitTheirCheck,
} from './laws/places.ts';
import { pointsAddUp, wrongStaysBelowFull } from './laws/points.ts';
import { eventsCarryTheMarker, stimuliDoNotWrite } from './laws/stimuli.ts';

const laws: readonly Law[] = [
  pointsAddUp,
  wrongStaysBelowFull,
  idsAreUnique,
  namedIdsExist,
  needsPointBack,
  machinesExist,
  hostFilesHavePlacesOfTheirOwn,
  clusterChecksHaveACluster,
  refsFitTheirCheck,
  templatesNameVars,
  varsCanBeDrawn,
  expressionsParse,
  refusalsHaveATwin,
  denialsHaveATwin,
  onlyTaskChecksCarryPoints,
  checksAskSomething,
  machineChecksAskSomething,
  enginesAreAskedOnHosts,
  groupsHaveTwoParts,
  stimuliDoNotWrite,
  eventsCarryTheMarker,
];

/** What holds of every part of a sound scenario too: a breach is no consequence of what was left out. */
const lawsOfParts: readonly Law[] = [
  idsAreUnique,
  refsFitTheirCheck,
  templatesNameVars,
  varsCanBeDrawn,
  expressionsParse,
  onlyTaskChecksCarryPoints,
  checksAskSomething,
  machineChecksAskSomething,
];
/** These also need the environment as it was meant. */
const lawsOfPlaces: readonly Law[] = [machinesExist, clusterChecksHaveACluster, enginesAreAskedOnHosts];

/** Every breach of the laws that hold across the fields of a scenario. Empty means sound. */
export function lawFaults(scenario: Scenario): LawFault[] {
  return laws.flatMap((law) => law(scenario));
}

/** The breaches that can be told of a scenario from which fields with other mistakes were left out. */
export function lawFaultsOfPart(scenario: Scenario, o: { environment: boolean }): LawFault[] {
  return [...lawsOfParts, ...(o.environment ? lawsOfPlaces : [])].flatMap((law) => law(scenario));
}
