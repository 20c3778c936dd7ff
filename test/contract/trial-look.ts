import { randomIds } from '#adapters/node/ids.ts';
import type { GradingDeps } from '#app/grading/grade-lab.ts';
import { type Finding, look } from '#app/grading/look.ts';
import { NetworkCalm } from '#app/grading/network-calm.ts';
import { openScene } from '#app/grading/open-scene.ts';
import { patienceOf, settle } from '#app/grading/settle.ts';
import type { LabId } from '#contract/ids.ts';
import { LeafCheck } from '#contract/scenario/checks.ts';
import { settled } from './image-trial.ts';
import { clock, unstopped } from './trial-world.ts';

export interface TrialLook {
  /** Looks at a check as a grading does, written as an author writes it. */
  readonly look: (fields: Record<string, unknown>) => Promise<Finding>;
  /** The same without patience, for what stays unknown. */
  readonly once: (fields: Record<string, unknown>) => Promise<Finding>;
  /** Removes the grader's Pods. */
  readonly close: () => Promise<void>;
}

/** A grader without a scenario. `files` are those of the scenario's folder. */
export function trialLook(
  lab: LabId,
  deps: Omit<GradingDeps, 'calm' | 'clock' | 'ids'>,
  files: Readonly<Record<string, string>> = {},
): TrialLook {
  const signal = unstopped();
  const file = async (path: string): Promise<string> => files[path] ?? '';
  const all = { ...deps, calm: new NetworkCalm(clock), clock, ids: randomIds };
  const { scene, close } = openScene({ deps: all, lab, vars: {}, file, run: randomIds.run(), signal });
  const parsed = (fields: Record<string, unknown>) => LeafCheck.parse({ id: 'c', title: 'C', ...fields });
  const once = (fields: Record<string, unknown>) => look(parsed(fields), scene, clock, []);
  return {
    once,
    look: (fields) => {
      const patiently = () => settle(() => once(fields), patienceOf(parsed(fields)), clock, signal);
      // A grading gives up on what nobody can see for some seconds, which a busy machine takes.
      return settled(patiently, ({ verdict }) => verdict !== 'unknown');
    },
    close: () => close(signal),
  };
}
