import { brokenOnes, type Choice, chooseChanged, faultsOfChanged } from '#app/proof/choose.ts';
import { namedScenarios } from '#app/proof/named-scenarios.ts';
import type { ScenarioFault } from '#contract/api.ts';
import { Fault } from '#domain/fault.ts';
import type { Config } from '../config.ts';
import { choiceParts, type PackLibrary } from './changed-scenarios.ts';
import { fromRoot } from './places.ts';

/** The ways to say which scenarios are meant, besides naming them. */
export interface ProveWays {
  readonly all?: true;
  readonly changed?: true;
  readonly since?: string;
}

/** A choice with the faults that keep scenarios out of it. */
export interface ProveChoice extends Choice {
  readonly faults: readonly ScenarioFault[];
}

/** Which scenarios to prove. Throws Fault `request.invalid` unless there is exactly one way, and as the ways do. */
export async function proveChoice(
  config: Config,
  library: PackLibrary,
  ids: readonly string[],
  { all, changed, since }: ProveWays,
  signal: AbortSignal,
): Promise<ProveChoice> {
  const byChange = changed === true || since !== undefined;
  const ways = [ids.length > 0, all === true, byChange].filter(Boolean).length;
  if (ways === 0) throw nothingNamed();
  if (ways > 1) throw tooManyWays();
  if (ids.length > 0) return { chosen: namedScenarios(library, ids), leftOut: [], faults: [] };
  if (!byChange) return withFaults(library, { chosen: library.all(), leftOut: [] }, library.faults());
  const parts = await choiceParts(config, library, since, signal);
  const faults = faultsOfChanged(library.faults(), { ...parts, root: fromRoot() });
  return withFaults(library, chooseChanged(library.all(), parts), faults);
}

const withFaults = (
  library: PackLibrary,
  { chosen, leftOut }: Choice,
  faults: readonly ScenarioFault[],
): ProveChoice => ({ chosen, leftOut: [...brokenOnes(faults, library.all()), ...leftOut], faults });

const nothingNamed = (): Fault =>
  new Fault('request.invalid', 'No scenario was named.', {
    remedy: 'Name one or more (./ckslab scenario list), or write --changed or --all.',
  });

const tooManyWays = (): Fault =>
  new Fault('request.invalid', 'Scenarios were asked for in more than one way.', {
    remedy: 'Either name scenarios, or write --changed (with --since), or write --all.',
  });
