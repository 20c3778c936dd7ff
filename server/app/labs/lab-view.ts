import type { EstimateView, LabView, Problem, QueueView } from '#contract/lab.ts';
import type { Fault } from '#domain/fault.ts';
import { machineColours } from '#domain/lab/machine-colours.ts';
import { machinesOf } from '#domain/lab/machines-of.ts';
import { shownVars } from '#domain/scenario/shown-vars.ts';
import type { LabRecord } from '#ports/lab-store.ts';
import type { LoadedScenario } from '#ports/scenario-library.ts';

/** What is known of a lab only while the server runs, and found out again when it comes back. */
export interface Aside {
  readonly queue?: QueueView | undefined;
  readonly estimate?: EstimateView | undefined;
  readonly idleEndsAt?: number | undefined;
}

/** What the page sees of a lab. A scenario that was removed meanwhile leaves the lab without terminals, to be stopped. */
export function labView(lab: LabRecord, loaded: LoadedScenario | undefined, aside: Aside = {}): LabView {
  const terminals = loaded?.scenario.terminals ?? [];
  const colourOf = machineColours(loaded === undefined ? [] : machinesOf(loaded.scenario.environment));
  return {
    id: lab.id,
    scenario: lab.scenario,
    attempt: lab.attempt,
    state: lab.state,
    version: lab.version,
    createdAt: lab.createdAt,
    ...(lab.readyAt === undefined ? {} : { readyAt: lab.readyAt }),
    ...(lab.pausedAt === undefined ? {} : { pausedAt: lab.pausedAt }),
    ...(lab.pausedMs === undefined || lab.pausedMs === 0 ? {} : { pausedMs: lab.pausedMs }),
    ...(lab.keptUntil === undefined ? {} : { keptUntil: lab.keptUntil }),
    steps: [...lab.steps],
    ...(lab.problem === undefined ? {} : { problem: lab.problem }),
    ...(aside.queue === undefined ? {} : { queue: aside.queue }),
    ...(aside.estimate === undefined ? {} : { estimate: aside.estimate }),
    ...(aside.idleEndsAt === undefined ? {} : { idleEndsAt: aside.idleEndsAt }),
    terminals: terminals.map(({ id, on, user }) => ({
      id,
      label: id,
      user,
      machine: on,
      colour: colourOf(on),
    })),
    vars: loaded === undefined ? {} : { ...shownVars(loaded.scenario, lab.vars) },
  };
}

export function problemOf(fault: Fault): Problem {
  const { code, message, remedy, tail } = fault;
  return { code, message, remedy, ...(tail === undefined ? {} : { tail }) };
}
