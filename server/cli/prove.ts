import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { neededImages } from '#app/labs/needed-images.ts';
import { junit, proofLine, trialLine } from '#app/proof/proof-report.ts';
import { proveAll } from '#app/proof/prove-all.ts';
import type { ScenarioProof } from '#app/proof/prove-scenario.ts';
import { Fault } from '#domain/fault.ts';
import type { LoadedScenario, ScenarioLibrary } from '#ports/scenario-library.ts';
import type { Config } from '../config.ts';
import { interruptSignal } from './interrupt.ts';
import { openImages } from '../lab-side.ts';
import { print } from './print.ts';
import { proofWorld } from './proof-world.ts';

export interface ProveOptions {
  readonly all?: true;
  readonly junit?: string;
}

/** Tries scenarios on real labs and prints each trial as it ends. */
export async function prove(
  config: Config,
  library: ScenarioLibrary,
  ids: readonly string[],
  options: ProveOptions,
): Promise<void> {
  if (ids.length === 0 && !options.all) throw nothingNamed();
  const signal = interruptSignal();
  await requireImages(config, wanted(library, options.all ? undefined : ids), signal);
  const world = await proofWorld(config, undefined);
  try {
    const proofs = await proveAll({
      ...world,
      library,
      ids: options.all ? undefined : ids,
      signal,
      onTrial: (scenario, trial) => print(trialLine(scenario, trial)),
    });
    for (const proof of proofs) print(proofLine(proof));
    if (options.junit !== undefined) await writeJunit(options.junit, proofs);
    if (proofs.some(({ ok }) => !ok)) process.exitCode = 1;
  } finally {
    await world.close();
  }
}

/** A scenario that does not exist is told by the proof itself. */
function wanted(library: ScenarioLibrary, ids: readonly string[] | undefined): readonly LoadedScenario[] {
  return ids?.flatMap((id) => library.get(id) ?? []) ?? library.all();
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

async function writeJunit(file: string, proofs: readonly ScenarioProof[]): Promise<void> {
  await mkdir(dirname(resolve(file)), { recursive: true });
  await writeFile(file, junit(proofs));
}

const nothingNamed = (): Fault =>
  new Fault('request.invalid', 'No scenario was named.', {
    remedy: 'Name one or more (./ckslab scenario list), or write --all.',
  });
