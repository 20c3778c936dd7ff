import type { LabId } from '#contract/ids.ts';
import type { Vars } from '#domain/scenario/draw-vars.ts';
import type { Scene } from './check-module.ts';
import type { GradingDeps } from './grade-lab.ts';
import { withOwnPrograms } from './own-programs.ts';
import { Places } from './places.ts';
import { ProbePods } from './probe-pods.ts';
import { withoutOwnPods } from './without-own-pods.ts';

export interface SceneParts {
  readonly deps: GradingDeps;
  readonly lab: LabId;
  readonly vars: Vars;
  readonly run: string;
  readonly file: Scene['file'];
  readonly signal: AbortSignal;
}

/**
 * A lab as one grading sees it: without what the grading made itself, and without programs that somebody put in place of others.
 * `close` ends what the grading has begun in the lab; it must be called, also when the signal has aborted.
 */
export function openScene({ deps, lab, vars, run, file, signal }: SceneParts): {
  scene: Scene;
  probes: ProbePods;
  close: (signal: AbortSignal) => Promise<void>;
} {
  const observer = deps.observer.ready(lab);
  const probes = new ProbePods({ api: deps.clusterApi, observer, clock: deps.clock, lab, run });
  const clusterApi = withoutOwnPods(deps.clusterApi, (object) => probes.isOwn(object));
  const places = new Places(clusterApi, lab, probes);
  const { clock, ids } = deps;
  const close = async (untilSignal: AbortSignal): Promise<void> => {
    await Promise.all([observer.close(), probes.close(untilSignal)]);
  };
  return {
    probes,
    close,
    scene: {
      lab,
      vars,
      observer,
      clock,
      ids,
      clusterApi,
      machines: withOwnPrograms({ ...deps, observer }),
      places,
      file,
      signal,
    },
  };
}
