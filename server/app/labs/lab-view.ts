import type { LabView, Problem } from '#contract/lab.ts';
import type { Fault } from '#domain/fault.ts';
import { machineColours } from '#domain/lab/machine-colours.ts';
import { machinesOf } from '#domain/lab/machines-of.ts';
import { shownVars } from '#domain/scenario/shown-vars.ts';
import type { LabRecord } from '#ports/lab-store.ts';
import type { LoadedScenario } from '#ports/scenario-library.ts';

/** What the page sees of a lab. A scenario that was removed meanwhile leaves the lab without terminals, to be stopped. */
export function labView(lab: LabRecord, loaded: LoadedScenario | undefined): LabView {
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
    steps: [...lab.steps],
    ...(lab.problem === undefined ? {} : { problem: lab.problem }),
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
