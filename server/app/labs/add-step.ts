import type { Step } from '#contract/progress.ts';

const maxNotes = 60;

/** Adds an event to those kept of a start. Only the newest progress of a step and the newest notes are worth keeping. */
export function addStep(steps: readonly Step[], step: Step): Step[] {
  if (step.phase === 'progress') {
    return [...steps.filter((old) => old.id !== step.id || old.phase !== 'progress'), step];
  }
  if (step.phase !== 'note') return [...steps, step];
  const oldest = steps.findIndex((old) => old.phase === 'note');
  const notes = steps.filter((old) => old.phase === 'note').length;
  return notes < maxNotes ? [...steps, step] : [...steps.toSpliced(oldest, 1), step];
}
