import { Maximize2, Minimize2 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { LabDetail } from '#contract/api.ts';
import type { LiveRun } from '../../api/live-run.ts';
import { announce } from '../../ui/Announcer.tsx';
import { IconButton } from '../../ui/Button.tsx';
import { Markdown } from '../../ui/Markdown.tsx';
import { Score } from '../../ui/Score.tsx';
import { count } from '../../ui/words.ts';
import { GuardNotice } from './GuardNotice.tsx';
import { TaskItem } from './TaskItem.tsx';
import css from './Tasks.module.css';
import { brokenGuards, firstOpen, openAfter, spokenResult, taskStates } from './task-states.ts';
import { tasksId } from './use-lab-shortcuts.ts';

/** The left side: the story, the tasks, and what was found. */
export function TaskPanel({
  detail,
  live,
  grading,
  onCheck,
  maximised,
  onMaximise,
}: {
  detail: LabDetail;
  live: LiveRun | null;
  grading: boolean;
  onCheck: (task: string) => void;
  maximised: boolean;
  onMaximise: (() => void) | undefined;
}) {
  const { lab, scenario, report, hints } = detail;
  const states = taskStates(scenario.tasks, report, live);
  const possible = scenario.tasks.reduce((total, task) => total + task.points, 0);
  const spent = hints.reduce((total, hint) => total + hint.cost, 0);
  const { open, toggle } = useOpenTasks(states, report?.run);
  const panel = useRef<HTMLElement>(null);
  const shownRun = useRef(report?.run);

  // A finished run is told to the ear and brought into view; both are outside of React.
  useEffect(() => {
    if (report === undefined || shownRun.current === report.run) return;
    shownRun.current = report.run;
    announce(spokenResult(states, report.earned, possible));
    panel.current?.querySelector('[data-first-failing]')?.scrollIntoView({ block: 'nearest' });
  });

  return (
    <section ref={panel} id={tasksId} className={css['panel']} tabIndex={-1} aria-label="Story and tasks">
      <div className={css['section']}>
        <div className={css['headRow']}>
          <h2>Story</h2>
          {onMaximise === undefined ? null : (
            <IconButton
              label={maximised ? 'Show the terminals again' : 'Give the tasks the whole window'}
              onClick={onMaximise}
            >
              {maximised ? (
                <Minimize2 size={15} aria-hidden="true" />
              ) : (
                <Maximize2 size={15} aria-hidden="true" />
              )}
            </IconButton>
          )}
        </div>
        <Markdown text={scenario.story} lang={scenario.language} />
      </div>
      <div className={css['section']}>
        <div className={css['headRow']}>
          <h2>Tasks</h2>
          <p className={css['total']}>
            {live === null ? null : <Progress live={live} />}
            {spent === 0 ? null : <span>hints take {count(spent, 'point')}</span>}
            <Score earned={report?.earned ?? 0} possible={possible} />
          </p>
        </div>
        {brokenGuards(report).map((guard) => (
          <GuardNotice key={guard.check} guard={guard} voids={guard.check === report?.brokenGuard} />
        ))}
        <ol className={css['tasks']}>
          {states.map((state) => (
            <TaskItem
              key={state.task.id}
              state={state}
              language={scenario.language}
              lab={lab}
              hints={hints}
              open={open.has(state.task.id)}
              first={state.task.id === firstOpen(states) && report !== undefined}
              onToggle={() => toggle(state.task.id)}
              grading={grading}
              onCheck={() => onCheck(state.task.id)}
            />
          ))}
        </ol>
      </div>
      {detail.explanation === undefined ? null : (
        <div className={css['section']}>
          <div className={css['headRow']}>
            <h2>Explanation</h2>
          </div>
          <Markdown text={detail.explanation} lang={scenario.language} />
        </div>
      )}
    </section>
  );
}

function Progress({ live }: { live: LiveRun }) {
  const done = live.settled.filter((result) => result.role !== 'part').length;
  return (
    <span>{live.checks === 0 ? 'checking' : `${Math.min(done, live.checks)} of ${live.checks} checks`}</span>
  );
}

/** Which tasks stand open: the reader's choice, until a run ends and shows what needs work. */
function useOpenTasks(states: ReturnType<typeof taskStates>, run: string | undefined) {
  const [seen, setSeen] = useState(run);
  const [open, setOpen] = useState(() => new Set([firstOpen(states) ?? '']));
  if (run !== seen) {
    setSeen(run);
    setOpen(run === undefined ? open : openAfter(open, states));
  }
  const toggle = (task: string): void => {
    const next = new Set(open);
    if (!next.delete(task)) next.add(task);
    setOpen(next);
  };
  return { open, toggle };
}
