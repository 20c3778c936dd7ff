import type { LabId } from '#contract/ids.ts';
import type { Vars } from '#domain/scenario/draw-vars.ts';
import type { LoadedScenario } from '#ports/scenario-library.ts';

/** A lab of a proof: ready, set up, and used by nobody else. */
export interface ProofLab {
  readonly lab: LabId;
  readonly vars: Vars;
}

/** Makes the labs in which scenarios are proved. */
export interface ProofLabs {
  /** Resolves when the lab is ready and its scenario set up. */
  start(loaded: LoadedScenario, signal: AbortSignal): Promise<ProofLab>;
  /** Does what a learner's reset does: the same lab with the same values, its machines made anew. */
  reset(lab: ProofLab, loaded: LoadedScenario, signal: AbortSignal): Promise<void>;
  /** Removes the lab and everything of it. */
  stop(lab: ProofLab): Promise<void>;
}
