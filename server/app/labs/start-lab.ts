import type { LabView } from '#contract/lab.ts';
import type { Scenario } from '#contract/scenario/scenario.ts';
import { checkDisk, checkUserLimit } from '#domain/lab/room.ts';
import type { Clock } from '#ports/clock.ts';
import type { Ids } from '#ports/ids.ts';
import type { MachineFacts } from '#ports/machine-facts.ts';
import type { AttemptRecord, LabRecord } from '#ports/lab-store.ts';
import type { LoadedScenario } from '#ports/scenario-library.ts';
import type { LabBook } from './lab-book.ts';
import { newLab } from './new-lab.ts';
import type { SparePool } from './spares/spare-pool.ts';

export interface StartLabParts {
  readonly book: LabBook;
  readonly ids: Ids;
  readonly clock: Clock;
  readonly facts: MachineFacts;
  /** How many labs one user may have, those that wait included. */
  readonly perUser: number;
  /** Labs that were made ahead; without it every lab is made when it is asked for. */
  readonly spares?: Pick<SparePool, 'find' | 'take'>;
  /** What the values of an attempt are drawn from; never told to anyone. */
  seed(): string;
  /** Throws Fault `scenario.not-found`, or `scenario.blocked` when this machine cannot run it. */
  runnable(scenario: string): Promise<LoadedScenario>;
  poke(): void;
}

/**
 * Asks for a lab and begins an attempt: in a lab that was made ahead, if there is one, and then it is ready at once. Else the machines
 * follow, as soon as there is room for them; `lab.changed` tells how they come about. Throws also Fault `lab.capacity` when the user
 * has enough labs, and `disk.full`.
 */
export async function startLab(parts: StartLabParts, user: string, scenario: string): Promise<LabView> {
  const loaded = await parts.runnable(scenario);
  checkDisk(await parts.facts.room());
  const spare = await parts.spares?.find(loaded);
  // From here on nothing is waited for: two who start at once do not get the same lab, nor one more than they may.
  checkUserLimit(user, parts.book.store.active().length, parts.perUser);
  const begin = (lab: LabRecord): AttemptRecord => attemptIn(lab, loaded.scenario, parts.clock.now());
  const lab = (spare && parts.spares?.take(spare, begin)) ?? requested(parts, loaded, begin);
  parts.poke();
  return parts.book.view(lab);
}

function requested(
  parts: StartLabParts,
  { scenario }: LoadedScenario,
  begin: (lab: LabRecord) => AttemptRecord,
): LabRecord {
  const lab = newLab(parts, scenario);
  parts.book.open(lab, begin(lab));
  return lab;
}

function attemptIn(lab: LabRecord, scenario: Scenario, now: number): AttemptRecord {
  const tasks = scenario.tasks.map(({ id, title, points }) => ({ task: id, title, points }));
  return {
    id: lab.attempt,
    scenario: scenario.id,
    title: scenario.title,
    lab: lab.id,
    startedAt: now,
    endedAt: undefined,
    tasks,
  };
}
