import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import type { LabDetail } from '#contract/api.ts';
import type { LiveRun } from '../../api/live-run.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { Score } from '../../ui/Score.tsx';
import { markWords, VerdictMark } from '../../ui/VerdictMark.tsx';
import { LabStatePill } from './LabStatePill.tsx';
import css from './TaskStrip.module.css';
import { firstOpen, taskStates } from './task-states.ts';

/** All that zen mode leaves of the tasks: one line for the one that is worked on. */
export function TaskStrip({
  detail,
  live,
  grading,
  onCheck,
  onTasks,
  onLeave,
}: {
  detail: LabDetail;
  live: LiveRun | null;
  grading: boolean;
  onCheck: (task: string) => void;
  onTasks: () => void;
  onLeave: () => void;
}) {
  const { lab, scenario, report } = detail;
  const states = taskStates(scenario.tasks, report, live);
  const [chosen, choose] = useState<string>();
  const at = Math.max(
    0,
    states.findIndex(({ task }) => task.id === (chosen ?? firstOpen(states))),
  );
  const state = states[at];
  if (state === undefined) return null;
  const go = (by: number) => () => choose(states[at + by]?.task.id);
  return (
    <section className={css['strip']} aria-label="Task">
      <IconButton label="Task before" disabled={at === 0} onClick={go(-1)}>
        <ChevronLeft size={15} aria-hidden="true" />
      </IconButton>
      <IconButton label="Task after" disabled={at === states.length - 1} onClick={go(1)}>
        <ChevronRight size={15} aria-hidden="true" />
      </IconButton>
      <VerdictMark small mark={state.mark} words={`Task ${state.number}: ${markWords[state.mark]}`} />
      <button type="button" className={css['task']} title="Show the tasks" onClick={onTasks}>
        <span className={css['number']}>
          {state.number} of {states.length}
        </span>
        <span className={css['title']} lang={scenario.language}>
          {state.task.title}
        </span>
      </button>
      <Score earned={state.earned ?? 0} possible={state.possible} />
      <Button small busy={state.running} disabled={grading} onClick={() => onCheck(state.task.id)}>
        Check
      </Button>
      <span className={css['pill']}>
        <LabStatePill lab={lab} />
      </span>
      <span className={css['leave']}>
        <Button small look="quiet" onClick={onLeave} title="Ctrl Shift Z">
          Leave zen
        </Button>
      </span>
    </section>
  );
}
