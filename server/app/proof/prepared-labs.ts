import type { Step } from '#contract/progress.ts';
import { drawVars } from '#domain/scenario/draw-vars.ts';
import type { Ids } from '#ports/ids.ts';
import type { LabRecord } from '#ports/lab-store.ts';
import type { LoadedScenario } from '#ports/scenario-library.ts';
import type { PrepareParts } from '../labs/prepare/action.ts';
import { prepareLab } from '../labs/prepare/actions.ts';
import type { ProofLab, ProofLabs } from './proof-labs.ts';

export interface PreparedLabsParts extends PrepareParts {
  readonly ids: Ids;
  /** What the values of each lab are drawn from. */
  seed(): string;
  /** Hears of the steps of each start. Must not throw. */
  readonly onStep?: (scenario: string, step: Step) => void;
}

const startMs = 600_000;
const stopMs = 120_000;

/**
 * Labs that come about exactly as a learner's do, but belong to no attempt. Give `machines` an owner of their own: a server
 * removes labs of its installation that it does not know.
 */
export function preparedLabs(parts: PreparedLabsParts): ProofLabs {
  const stop = ({ lab }: Pick<ProofLab, 'lab'>): Promise<void> =>
    parts.machines.destroy(lab, AbortSignal.timeout(stopMs));
  return {
    stop,
    start: async (loaded, signal) => {
      const lab = labOf(parts, loaded);
      const onStep = (step: Step): void => parts.onStep?.(loaded.scenario.id, step);
      try {
        const bounded = AbortSignal.any([signal, AbortSignal.timeout(startMs)]);
        await prepareLab(parts, { lab, loaded, onStep, signal: bounded });
      } catch (error) {
        await stop({ lab: lab.id });
        throw error;
      }
      return { lab: lab.id, vars: lab.vars };
    },
  };
}

function labOf(parts: PreparedLabsParts, { scenario }: LoadedScenario): LabRecord {
  return {
    id: parts.ids.lab(),
    scenario: scenario.id,
    attempt: parts.ids.attempt(),
    state: 'preparing',
    wanted: 'ready',
    version: 1,
    createdAt: parts.clock.now(),
    readyAt: undefined,
    vars: drawVars(scenario.vars, parts.seed()),
    steps: [],
    problem: undefined,
  };
}
