import type { LoadedScenario } from '#ports/scenario-library.ts';
import { LabSlots } from './lab-slots.ts';
import type { ProofRequest, ScenarioProof } from './prove-scenario.ts';
import { proveScenario } from './prove-scenario.ts';

export interface ProveAllRequest extends Omit<ProofRequest, 'loaded' | 'slots'> {
  readonly scenarios: readonly LoadedScenario[];
  /** How many labs may exist at the same time. */
  readonly atOnce: number;
  /** Hears of each proof as it ends. Must not throw. */
  readonly onProof?: (proof: ScenarioProof) => void;
  /** A scenario that has not begun at this time is left out, in milliseconds since the epoch. */
  readonly beginUntil?: number | undefined;
  /** Hears of each scenario that was left out for want of time. Must not throw. */
  readonly onLeftOut?: (scenario: string) => void;
}

/**
 * Proves scenarios in this order, several at once as far as there are places for labs. Rejects when the signal aborts, and not
 * before every lab is removed.
 */
export async function proveAll(request: ProveAllRequest): Promise<ScenarioProof[]> {
  const { scenarios, atOnce, onProof, beginUntil = Infinity, onLeftOut, ...rest } = request;
  const slots = new LabSlots(atOnce);
  const begun: Promise<ScenarioProof>[] = [];
  for (const loaded of scenarios) {
    await slots.nobodyWaits();
    if (rest.signal.aborted) break;
    if (rest.deps.clock.now() >= beginUntil) {
      onLeftOut?.(loaded.scenario.id);
      continue;
    }
    const proof = proveScenario({ ...rest, loaded, slots });
    // Looked at below, when all have ended: until then a failure is nobody's yet.
    proof.then(onProof, () => undefined);
    begun.push(proof);
  }
  const ended = await Promise.allSettled(begun);
  rest.signal.throwIfAborted();
  return ended.map((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  });
}
