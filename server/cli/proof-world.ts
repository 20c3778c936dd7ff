import { randomUUID } from 'node:crypto';
import type { GradingDeps } from '#app/grading/grade-lab.ts';
import { type PreparedLabsParts, preparedLabs } from '#app/proof/prepared-labs.ts';
import type { ProofLabs } from '#app/proof/proof-labs.ts';
import { nodeImage } from '#app/images/node-image.ts';
import { runSetup } from '#app/setup/run-setup.ts';
import type { Machines } from '#ports/machines.ts';
import type { Config } from '../config.ts';
import { labSide, openImages } from '../lab-side.ts';

const removeWithinMs = 300_000;

export interface ProofWorld {
  readonly labs: ProofLabs;
  readonly deps: GradingDeps;
  /** Removes every lab that is still there. */
  close(): Promise<void>;
}

/** Labs to try scenarios in, under an owner of their own: a running server removes labs of its installation that it does not know. */
export async function proofWorld(
  config: Config,
  onStep: PreparedLabsParts['onStep'],
  owner = `proof-${randomUUID().slice(0, 8)}`,
): Promise<ProofWorld> {
  const { hosts, engine: _, ...deps } = await labSide(config, owner);
  const builder = await openImages(config);
  const labs = preparedLabs({
    ...deps,
    hosts,
    seed: randomUUID,
    imageRef: (name) => builder.ref(name),
    nodeImage: async (signal) => nodeImage(await builder.list(signal)),
    runSetup: ({ lab, loaded, ...run }, part) =>
      runSetup({ lab: lab.id, loaded, vars: lab.vars, deps, run }, part),
    ...(onStep && { onStep }),
  });
  return { labs, deps, close: () => removeAll(deps.machines) };
}

async function removeAll(machines: Machines): Promise<void> {
  const signal = AbortSignal.timeout(removeWithinMs);
  for (const { lab } of await machines.seen(signal)) await machines.destroy(lab, signal);
}
