import { ChevronRight } from 'lucide-react';
import type { HintText } from '#contract/grading.ts';
import type { LabView } from '#contract/lab.ts';
import { Button } from '../../ui/Button.tsx';
import { Markdown } from '../../ui/Markdown.tsx';
import { Score } from '../../ui/Score.tsx';
import { markWords, VerdictMark } from '../../ui/VerdictMark.tsx';
import { count } from '../../ui/words.ts';
import { CheckRows } from './CheckRows.tsx';
import { GuardNotice } from './GuardNotice.tsx';
import { HintList } from './HintList.tsx';
import css from './Tasks.module.css';
import type { TaskState } from './task-states.ts';

export function TaskItem({
  state,
  language,
  lab,
  hints,
  open,
  first,
  onToggle,
  grading,
  onCheck,
}: {
  state: TaskState;
  /** Of the task's texts. */
  language: string;
  lab: LabView;
  hints: readonly HintText[];
  open: boolean;
  /** The first task that still needs work. */
  first: boolean;
  onToggle: () => void;
  grading: boolean;
  onCheck: () => void;
}) {
  const { task, number } = state;
  const body = `task-${task.id}`;
  return (
    <li className={css['task']} data-mark={state.mark} data-first-failing={first || undefined}>
      <div className={css['taskHead']}>
        <h3>
          <button
            type="button"
            className={css['toggle']}
            aria-expanded={open}
            aria-controls={body}
            onClick={onToggle}
          >
            <ChevronRight size={14} aria-hidden="true" className={css['chevron']} />
            <span className={css['number']}>{number}</span>
            <span className={css['taskTitle']} lang={language}>
              {task.title}
            </span>
          </button>
        </h3>
        <span className={css['arrived']} aria-hidden="true">
          {state.arrived.map((result) => (
            <VerdictMark key={result.check} small mark={result.verdict} words="" />
          ))}
        </span>
        {state.earned === undefined ? (
          <span className={css['worth']}>{count(state.possible, 'point')}</span>
        ) : (
          <Score earned={state.earned} possible={state.possible} />
        )}
        <VerdictMark mark={state.mark} words={`Task ${number}: ${markWords[state.mark]}`} />
      </div>
      <div id={body} className={css['taskBody']} hidden={!open}>
        <Markdown text={task.prompt} lang={language} />
        {state.followsFrom === undefined ? null : (
          <p className={css['follows']}>This follows from “{state.followsFrom}”: solve that one first.</p>
        )}
        {state.guards.map((guard) => (
          <GuardNotice key={guard.check} guard={guard} voids={false} />
        ))}
        <CheckRows rows={state.rows} />
        <div className={css['taskActions']}>
          <Button
            small
            aria-label={`Check task ${number}`}
            disabled={lab.state !== 'ready' || grading}
            busy={state.running}
            onClick={onCheck}
          >
            Check
          </Button>
          <HintList
            lab={lab.id}
            task={task}
            language={language}
            opened={hints}
            usable={lab.state === 'ready'}
          />
        </div>
      </div>
    </li>
  );
}
