import { neededImages } from '#app/labs/needed-images.ts';
import { chooseChanged, type Choice } from '#app/proof/choose.ts';
import { leftOutLines, proofLine, trialLine } from '#app/proof/proof-report.ts';
import { namedScenarios } from '#app/proof/named-scenarios.ts';
import { proveAll } from '#app/proof/prove-all.ts';
import { Fault } from '#domain/fault.ts';
import type { LoadedScenario, ScenarioLibrary } from '#ports/scenario-library.ts';
import type { Config } from '../config.ts';
import { choiceParts } from './changed-scenarios.ts';
import { interruptSignal } from './interrupt.ts';
import { openImages } from '../lab-side.ts';
import { labPlaces } from './lab-places.ts';
import { print } from './print.ts';
import { type ProofFiles, writeProofFiles } from './proof-files.ts';
import { proofWorld } from './proof-world.ts';

export interface ProveOptions extends ProofFiles {
  readonly all?: true;
  readonly changed?: true;
  readonly since?: string;
  readonly atOnce?: number;
}

/** Tries scenarios on real labs and prints each trial as it ends. */
export async function prove(
  config: Config,
  library: ScenarioLibrary,
  ids: readonly string[],
  options: ProveOptions,
): Promise<void> {
  const signal = interruptSignal();
  const { chosen, leftOut } = await choose(config, library, ids, options, signal);
  for (const line of leftOutLines(leftOut)) print(line);
  if (chosen.length === 0) {
    print('Nothing has to be proved.');
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

async function choose(
  config: Config,
  library: ScenarioLibrary,
  ids: readonly string[],
  options: ProveOptions,
  signal: AbortSignal,
): Promise<Choice> {
  const byChange = options.changed === true || options.since !== undefined;
  const ways = [ids.length > 0, options.all === true, byChange].filter(Boolean).length;
  if (ways === 0) throw nothingNamed();
  if (ways > 1) throw tooManyWays();
  if (byChange) return chooseChanged(library.all(), await choiceParts(config, options.since, signal));
  return { chosen: options.all ? library.all() : namedScenarios(library, ids), leftOut: [] };
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

const nothingNamed = (): Fault =>
  new Fault('request.invalid', 'No scenario was named.', {
    remedy: 'Name one or more (./ckslab scenario list), or write --changed or --all.',
  });

const tooManyWays = (): Fault =>
  new Fault('request.invalid', 'Scenarios were asked for in more than one way.', {
    remedy: 'Either name scenarios, or write --changed (with --since), or write --all.',
  });
