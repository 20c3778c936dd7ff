import type { Step } from '#contract/progress.ts';
import css from './PhaseList.module.css';
import { type Phase, phasesOf } from './phases.ts';
import { useNow } from './use-now.ts';
import { type Mark, VerdictMark } from './VerdictMark.tsx';
import { roughly, span } from './words.ts';

const marks: Readonly<Record<Phase['state'], [Mark, string]>> = {
  running: ['running', 'under way'],
  done: ['pass', 'done'],
  failed: ['fail', 'failed'],
};

/**
 * The phases of a start, a reset or a build: mark, name, seconds, and the log folded behind each. `usual` says how long a phase
 * took before, by its id.
 */
export function PhaseList({
  steps,
  label,
  usual = {},
}: {
  steps: readonly Step[];
  label: string;
  usual?: Readonly<Record<string, number>>;
}) {
  const now = useNow(500);
  return (
    <ol className={css['list']} aria-label={label}>
      {phasesOf(steps).map((phase) => (
        <PhaseRow key={phase.id} phase={phase} now={now} usualMs={usual[phase.id]} />
      ))}
    </ol>
  );
}

function PhaseRow({ phase, now, usualMs }: { phase: Phase; now: number; usualMs: number | undefined }) {
  const [mark, words] = marks[phase.state];
  const last = phase.notes.at(-1);
  return (
    <li className={css['row']} data-state={phase.state}>
      <VerdictMark mark={mark} words={words} />
      <div className={css['body']}>
        <p className={css['title']}>
          {phase.title}
          {phase.progress === undefined ? null : (
            <span className={css['share']}>
              {phase.progress.done} of {phase.progress.total}
            </span>
          )}
        </p>
        {phase.state === 'running' && last !== undefined ? <p className={css['last']}>{last}</p> : null}
        {phase.notes.length === 0 || (phase.state === 'running' && phase.notes.length === 1) ? null : (
          <details className={css['log']}>
            <summary>Log, {phase.notes.length} lines</summary>
            {/* A scrolling region must be reachable by keyboard. */}
            {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
            <pre tabIndex={0}>{phase.notes.join('\n')}</pre>
          </details>
        )}
      </div>
      <span className={css['time']}>
        {span((phase.endedAt ?? now) - phase.startedAt)}
        {usualMs === undefined || phase.state !== 'running' ? null : (
          <span className={css['usual']}> of about {roughly(usualMs)}</span>
        )}
      </span>
    </li>
  );
}
