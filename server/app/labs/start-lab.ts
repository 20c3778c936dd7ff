import type { LabView } from '#contract/lab.ts';
import { checkDisk, checkUserLimit } from '#domain/lab/room.ts';
import { drawVars } from '#domain/scenario/draw-vars.ts';
import type { Clock } from '#ports/clock.ts';
import type { Ids } from '#ports/ids.ts';
import type { MachineFacts } from '#ports/machine-facts.ts';
import type { AttemptRecord, LabRecord } from '#ports/lab-store.ts';
import type { LoadedScenario } from '#ports/scenario-library.ts';
import type { LabBook } from './lab-book.ts';

export interface StartLabParts {
  readonly book: LabBook;
  readonly ids: Ids;
  readonly clock: Clock;
  readonly facts: MachineFacts;
  /** How many labs one user may have, those that wait included. */
  readonly perUser: number;
  /** What the values of an attempt are drawn from; never told to anyone. */
  seed(): string;
  /** Throws Fault `scenario.not-found`, or `scenario.blocked` when this machine cannot run it. */
  runnable(scenario: string): Promise<LoadedScenario>;
  poke(): void;
}

/**
 * Asks for a lab and begins an attempt. The machines follow, as soon as there is room for them; `lab.changed` tells how they come
 * about. Throws also Fault `lab.capacity` when the user has enough labs, and `disk.full`.
 */
export async function startLab(parts: StartLabParts, user: string, scenario: string): Promise<LabView> {
  const loaded = await parts.runnable(scenario);
  checkDisk(await parts.facts.room());
  checkUserLimit(user, parts.book.store.active().length, parts.perUser);
  const { lab, attempt } = newLab(parts, loaded);
  parts.book.open(lab, attempt);
  parts.poke();
  return parts.book.view(lab);
}

function newLab(
  parts: StartLabParts,
  { scenario }: LoadedScenario,
): { lab: LabRecord; attempt: AttemptRecord } {
  const now = parts.clock.now();
  const lab: LabRecord = {
    id: parts.ids.lab(),
    scenario: scenario.id,
    attempt: parts.ids.attempt(),
    state: 'requested',
    wanted: 'ready',
    version: 1,
    createdAt: now,
    readyAt: undefined,
    vars: drawVars(scenario.vars, parts.seed()),
    steps: [],
    problem: undefined,
  };
  const tasks = scenario.tasks.map(({ id, title, points }) => ({ task: id, title, points }));
  return {
    lab,
    attempt: {
      id: lab.attempt,
      scenario: scenario.id,
      title: scenario.title,
      lab: lab.id,
      startedAt: now,
      endedAt: undefined,
      tasks,
    },
  };
}
