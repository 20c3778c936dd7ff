import type { LabId } from '#contract/ids.ts';
import type { Step } from '#contract/progress.ts';
import { labNotFound } from '#domain/lab/not-found.ts';
import { drawVars } from '#domain/scenario/draw-vars.ts';
import type { Ids } from '#ports/ids.ts';
import type { LabRecord } from '#ports/lab-store.ts';
import type { LoadedScenario } from '#ports/scenario-library.ts';
import type { PrepareParts } from '../labs/prepare/action.ts';
import { prepareLab } from '../labs/prepare/prepare-lab.ts';
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
  const records = new Map<LabId, LabRecord>();
  const prepare = async (lab: LabRecord, loaded: LoadedScenario, signal: AbortSignal): Promise<void> => {
    const onStep = (step: Step): void => parts.onStep?.(loaded.scenario.id, step);
    const bounded = AbortSignal.any([signal, AbortSignal.timeout(startMs)]);
    await prepareLab(parts, { lab, loaded, onStep, signal: bounded });
  };
  const stop = async ({ lab }: Pick<ProofLab, 'lab'>): Promise<void> => {
    records.delete(lab);
    await parts.machines.destroy(lab, AbortSignal.timeout(stopMs));
  };
  return {
    stop,
    start: async (loaded, signal) => {
      const lab = labOf(parts, loaded);
      records.set(lab.id, lab);
      try {
        await prepare(lab, loaded, signal);
      } catch (error) {
        await stop({ lab: lab.id });
        throw error;
      }
      return { lab: lab.id, vars: lab.vars };
    },
    reset: async ({ lab }, loaded, signal) => {
      const record = records.get(lab);
      if (record === undefined) throw labNotFound(lab);
      await prepare(record, loaded, signal);
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
