import type { LabView } from '#contract/lab.ts';
import { useNow } from '../../ui/use-now.ts';
import { VerdictMark } from '../../ui/VerdictMark.tsx';
import { clock } from '../../ui/words.ts';
import css from './Lab.module.css';
import { labWords } from './lab-words.ts';

/** How long it has been usable, pauses left out, or how long its start has taken. The clock of a paused lab stands still. */
function clockOf({ state, readyAt, createdAt, pausedAt, pausedMs = 0, steps }: LabView, now: number) {
  switch (state) {
    case 'ready':
    case 'pausing':
    case 'paused':
    case 'resuming':
      return (pausedAt ?? now) - (readyAt ?? createdAt) - pausedMs;
    case 'preparing':
    case 'resetting':
    case 'restoring':
      return now - (steps[0]?.at ?? createdAt);
    case 'requested':
    case 'failed':
    case 'stopping':
    case 'gone':
      return undefined;
  }
}

/** The state of the lab, with its clock. */
export function LabStatePill({ lab }: { lab: LabView }) {
  const now = useNow(1000);
  const { mark, words } = labWords(lab.state);
  const ms = clockOf(lab, now);
  return (
    <p className={css['pill']} data-state={lab.state}>
      <VerdictMark small mark={mark} words="" />
      <span>{words}</span>
      {ms === undefined ? null : (
        // A timer that changes each second must not be read aloud each second.
        <span className={css['clock']} role="timer" aria-live="off">
          {clock(ms)}
        </span>
      )}
    </p>
  );
}
