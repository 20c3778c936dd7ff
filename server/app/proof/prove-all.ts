import { Fault } from '#domain/fault.ts';
import type { ScenarioLibrary } from '#ports/scenario-library.ts';
import type { ProofRequest, ScenarioProof } from './prove-scenario.ts';
import { proveScenario } from './prove-scenario.ts';

export interface ProveAllRequest extends Omit<ProofRequest, 'loaded'> {
  readonly library: ScenarioLibrary;
  /** Scenarios by id; all of them when absent. */
  readonly ids?: readonly string[] | undefined;
}

/**
 * Proves scenarios, one after the other.
 * @throws Fault `scenario.not-found` before anything is started
 */
export async function proveAll({ library, ids, ...rest }: ProveAllRequest): Promise<ScenarioProof[]> {
  const wanted = ids?.map((id) => {
    const loaded = library.get(id);
    if (loaded !== undefined) return loaded;
    throw new Fault('scenario.not-found', `There is no scenario ${id}.`, {
      remedy: 'List the scenarios with: ckslab scenario list. A broken one is told by: ckslab scenario lint.',
    });
  });
  const proofs: ScenarioProof[] = [];
  for (const loaded of wanted ?? library.all()) {
    rest.signal.throwIfAborted();
    proofs.push(await proveScenario({ ...rest, loaded }));
  }
  return proofs;
}
