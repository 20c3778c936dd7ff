import type { PackLibrary } from '../../server/cli/changed-scenarios.ts';
import { proofWorld as commandWorld, type ProofWorld } from '../../server/cli/proof-world.ts';
import { readConfig } from '../../server/config.ts';
import { openImages } from '../../server/lab-side.ts';
import { openLibrary } from '../../server/scenario-side.ts';
import { neededImages } from '#app/labs/needed-images.ts';
import type { ProofLabs } from '#app/proof/proof-labs.ts';
import { testOwner } from './test-owner.ts';

/** The world of `ckslab scenario prove`, which also builds the images that are missing: a test may be run alone. */
export async function proofWorld(): Promise<ProofWorld & { readonly library: PackLibrary }> {
  const config = readConfig({ ...process.env });
  const world = await commandWorld(config, undefined, testOwner());
  const builder = await openImages(config);
  const start: ProofLabs['start'] = async (loaded, signal) => {
    const names = neededImages(loaded.scenario.environment);
    await builder.build(names, { signal, onStep: () => undefined, onImage: () => undefined });
    return world.labs.start(loaded, signal);
  };
  return { ...world, labs: { ...world.labs, start }, library: await openLibrary(config) };
}
