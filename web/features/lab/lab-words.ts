import type { LabState } from '#contract/lab.ts';
import type { Mark } from '../../ui/VerdictMark.tsx';

const looks: Readonly<Record<LabState, { mark: Mark; words: string }>> = {
  requested: { mark: 'running', words: 'Waiting' },
  preparing: { mark: 'running', words: 'Starting' },
  ready: { mark: 'pass', words: 'Ready' },
  resetting: { mark: 'running', words: 'Resetting' },
  pausing: { mark: 'running', words: 'Pausing' },
  paused: { mark: 'none', words: 'Paused' },
  resuming: { mark: 'running', words: 'Resuming' },
  restoring: { mark: 'running', words: 'Going back' },
  failed: { mark: 'fail', words: 'Failed' },
  stopping: { mark: 'running', words: 'Stopping' },
  gone: { mark: 'skipped', words: 'Stopped' },
};

/** How a state of a lab looks and what it is called. */
export function labWords(state: LabState): { mark: Mark; words: string } {
  return looks[state];
}
