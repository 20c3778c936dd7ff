import type { LabView } from '#contract/lab.ts';
import { useNow } from '../../ui/use-now.ts';
import { VerdictMark } from '../../ui/VerdictMark.tsx';
import { clock } from '../../ui/words.ts';
import css from './Lab.module.css';
import { labWords } from './lab-words.ts';

/** The state of the lab and how long it has been usable, or how long its start has taken. */
export function LabStatePill({ lab }: { lab: LabView }) {
  const now = useNow(1000);
  const { mark, words } = labWords(lab.state);
  const started = lab.steps[0]?.at ?? lab.createdAt;
  const since =
    lab.state === 'ready'
      ? (lab.readyAt ?? lab.createdAt)
      : lab.state === 'preparing' || lab.state === 'resetting' || lab.state === 'restoring'
        ? started
        : undefined;
  return (
    <p className={css['pill']} data-state={lab.state}>
      <VerdictMark small mark={mark} words="" />
      <span>{words}</span>
      {since === undefined ? null : (
        // A timer that changes each second must not be read aloud each second.
        <span className={css['clock']} role="timer" aria-live="off">
          {clock(now - since)}
        </span>
      )}
    </p>
  );
}
