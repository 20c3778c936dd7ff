import type { Step } from '#contract/progress.ts';
import type { Clock } from '#ports/clock.ts';
import type { ImageName } from '#ports/image-builder.ts';
import type { LabRecord } from '#ports/lab-store.ts';
import type { Machines } from '#ports/machines.ts';
import type { ClusterRun, ClusterRuntime, HostRuntime } from '#ports/runtimes.ts';
import type { LoadedScenario } from '#ports/scenario-library.ts';
import type { SetupPart } from '../../setup/run-setup.ts';
import type { ShellHistory } from './shell-history.ts';

/** The lab that is being made, and who hears of it. */
export interface Preparation extends ClusterRun {
  readonly lab: LabRecord;
  readonly loaded: LoadedScenario;
  /** Every host runs and can be entered, though its services are only coming up. */
  readonly onHostsEntered?: (() => void) | undefined;
}

export interface PrepareParts {
  readonly machines: Machines;
  readonly clusters: ClusterRuntime;
  readonly hosts: HostRuntime;
  /** What learners typed, carried over resets. Absent where nobody types, as in proofs. */
  readonly history?: ShellHistory;
  readonly clock: Clock;
  readonly imageRef: (name: ImageName) => Promise<string>;
  /** Which of the images that a node can be made of is the best that there is. */
  readonly nodeImage: (signal: AbortSignal) => Promise<ImageName>;
  /** Brings the machines into the state in which the scenario begins. Tells its own steps. */
  readonly runSetup: (preparation: Preparation, part: SetupPart) => Promise<void>;
}

/** One part of making a lab. It may assume that what it comes after is done, and nothing about an earlier start. */
export type Action = (parts: PrepareParts, preparation: Preparation) => Promise<void>;

/** An action that tells one step of its own. */
export function stepAction(id: string, title: string, work: Action): Action {
  return async (parts, preparation) => {
    const tell = (rest: { phase: 'begin' } | { phase: 'end'; ok: boolean }): void => {
      const step: Step = { id, title, at: parts.clock.now(), ...rest };
      preparation.onStep(step);
    };
    tell({ phase: 'begin' });
    try {
      await work(parts, preparation);
      tell({ phase: 'end', ok: true });
    } catch (error) {
      tell({ phase: 'end', ok: false });
      throw error;
    }
  };
}
