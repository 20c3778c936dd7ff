import type { LabView } from '#contract/lab.ts';
import { Fault } from '#domain/fault.ts';
import { drawVars } from '#domain/scenario/draw-vars.ts';
import type { Clock } from '#ports/clock.ts';
import type { Ids } from '#ports/ids.ts';
import type { AttemptRecord, LabRecord } from '#ports/lab-store.ts';
import type { LoadedScenario } from '#ports/scenario-library.ts';
import type { LabBook } from './lab-book.ts';

export interface StartLabParts {
  readonly book: LabBook;
  readonly ids: Ids;
  readonly clock: Clock;
  readonly capacity: number;
  /** What the values of an attempt are drawn from; never told to anyone. */
  seed(): string;
  /** Throws Fault `scenario.not-found`, or `scenario.blocked` when this machine cannot run it. */
  runnable(scenario: string): Promise<LoadedScenario>;
  poke(): void;
}

/** Asks for a lab and begins an attempt. The machines follow; `lab.changed` tells how they come about. */
export async function startLab(parts: StartLabParts, scenario: string): Promise<LabView> {
  const loaded = await parts.runnable(scenario);
  if (parts.book.store.active().length >= parts.capacity) throw full(parts.capacity);
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

const full = (capacity: number): Fault =>
  new Fault('lab.capacity', `All ${capacity} places for labs are taken on this machine.`, {
    remedy: 'Stop a lab that you no longer need, or raise CKSLAB_MAX_LABS if the machine has room.',
  });
