import { neededImages } from '#app/labs/needed-images.ts';
import { leftOutLines, proofLine, trialLine } from '#app/proof/proof-report.ts';
import { proveAll } from '#app/proof/prove-all.ts';
import { Fault } from '#domain/fault.ts';
import type { LoadedScenario } from '#ports/scenario-library.ts';
import type { Config } from '../config.ts';
import type { PackLibrary } from './changed-scenarios.ts';
import { interruptSignal } from './interrupt.ts';
import { faultLine } from './lint/fault-line.ts';
import { openImages } from '../lab-side.ts';
import { labPlaces } from './lab-places.ts';
import { print } from './print.ts';
import { type ProofFiles, writeProofFiles } from './proof-files.ts';
import { proofWorld } from './proof-world.ts';
import { proveChoice, type ProveWays } from './prove-choice.ts';

export interface ProveOptions extends ProofFiles, ProveWays {
  readonly atOnce?: number;
}

/** Tries scenarios on real labs and prints each trial as it ends. */
export async function prove(
  config: Config,
  library: PackLibrary,
  ids: readonly string[],
  options: ProveOptions,
): Promise<void> {
  const signal = interruptSignal();
  const { chosen, leftOut, faults } = await proveChoice(config, library, ids, options, signal);
  // A scenario that cannot be read keeps no promise: the run is not green, however the others end.
  if (faults.length > 0) process.exitCode = 1;
  for (const fault of faults) print(faultLine(fault));
  for (const line of leftOutLines(leftOut)) print(line);
  if (chosen.length === 0) {
    print(faults.length > 0 ? 'Nothing can be proved.' : 'Nothing has to be proved.');
    return writeProofFiles(options, [], leftOut);
  }
  await requireImages(config, chosen, signal);
  const world = await proofWorld(config, undefined);
  try {
    const proofs = await proveAll({
      ...world,
      scenarios: chosen,
      atOnce: options.atOnce ?? (await labPlaces(chosen)),
      signal,
      onTrial: (scenario, trial) => print(trialLine(scenario, trial)),
      onProof: (proof) => print(proofLine(proof)),
    });
    await writeProofFiles(options, proofs, leftOut);
    if (proofs.some(({ ok }) => !ok)) process.exitCode = 1;
  } finally {
    await world.close();
  }
}

async function requireImages(
  config: Config,
  scenarios: readonly LoadedScenario[],
  signal: AbortSignal,
): Promise<void> {
  const needed = new Set<string>(scenarios.flatMap(({ scenario }) => neededImages(scenario.environment)));
  const images = await (await openImages(config)).list(signal);
  const missing = images.filter(({ name, state }) => needed.has(name) && state !== 'ready');
  if (missing.length === 0) return;
  const names = missing.map(({ name }) => name);
  throw new Fault('image.missing', `Images are not built yet: ${names.join(', ')}.`, {
    remedy: `Build them first: ./ckslab images build ${names.join(' ')}`,
  });
}
