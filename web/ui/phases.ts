import type { Step } from '#contract/progress.ts';

/** One line of a long piece of work, folded from its events. */
export interface Phase {
  id: string;
  title: string;
  state: 'running' | 'done' | 'failed';
  startedAt: number;
  endedAt?: number;
  notes: string[];
  progress?: { done: number; total: number };
}

/** Folds events into phases, in the order in which they began. */
export function phasesOf(steps: readonly Step[]): Phase[] {
  const phases = new Map<string, Phase>();
  for (const step of steps) {
    const known = phases.get(step.id) ?? begin(step);
    phases.set(step.id, step.phase === 'begin' ? known : apply(known, step));
  }
  return [...phases.values()];
}

function begin(step: Step): Phase {
  return { id: step.id, title: step.title, state: 'running', startedAt: step.at, notes: [] };
}

function apply(phase: Phase, step: Exclude<Step, { phase: 'begin' }>): Phase {
  switch (step.phase) {
    case 'note':
      return { ...phase, notes: [...phase.notes, step.text] };
    case 'progress':
      return { ...phase, progress: { done: step.done, total: step.total } };
    case 'end':
      return { ...phase, state: step.ok ? 'done' : 'failed', endedAt: step.at };
  }
}
