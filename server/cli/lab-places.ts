import { InvalidArgumentError } from 'commander';
import { readRoom } from '#adapters/node/room.ts';
import { inotifyOf, labsAtOnce } from '#domain/lab/labs-at-once.ts';
import type { Scenario } from '#contract/scenario/scenario.ts';
import type { LoadedScenario } from '#ports/scenario-library.ts';

/** How many labs of these scenarios this machine bears at once, as it is now. */
export async function labPlaces(scenarios: readonly LoadedScenario[]): Promise<number> {
  const largest = (of: (scenario: Scenario) => number): number =>
    Math.max(1, ...scenarios.map(({ scenario }) => of(scenario)));
  return labsAtOnce(await readRoom(), {
    memoryMiB: largest(({ requirements }) => requirements.memoryMiB),
    inotify: largest(({ environment }) => inotifyOf(environment)),
  });
}

/** The value of `--at-once`. */
export function parsePlaces(text: string): number {
  const places = Number(text);
  if (Number.isInteger(places) && places >= 1 && places <= 20) return places;
  throw new InvalidArgumentError('Write a number between 1 and 20.');
}
