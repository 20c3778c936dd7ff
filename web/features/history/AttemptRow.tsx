import { useQuery } from '@tanstack/react-query';
import { ChevronRight } from 'lucide-react';
import { Link } from 'react-router';
import type { AttemptView } from '#contract/api.ts';
import { recordingsQuery } from '../../api/recordings.ts';
import { Score, ScoreBar } from '../../ui/Score.tsx';
import { count, span, when } from '../../ui/words.ts';
import css from './History.module.css';

/** One attempt; its tasks fold out. `bare` leaves out the title, where the page already says it. */
export function AttemptRow({ attempt, bare = false }: { attempt: AttemptView; bare?: boolean }) {
  const { endedAt } = attempt;
  const isRecorded = useQuery(recordingsQuery).data?.some((other) => other.attempt === attempt.id) ?? false;
  const facts = [
    when(attempt.startedAt),
    endedAt === undefined ? undefined : span(endedAt - attempt.startedAt - (attempt.pausedMs ?? 0)),
    attempt.gradings === 0
      ? 'never checked'
      : `checked ${attempt.gradings === 1 ? 'once' : `${attempt.gradings} times`}`,
    attempt.hintsOpened === 0 ? undefined : count(attempt.hintsOpened, 'hint'),
  ].filter((fact) => fact !== undefined);
  return (
    <li className={css['attempt']}>
      <details>
        <summary>
          <ChevronRight size={14} aria-hidden="true" className={css['chevron']} />
          <span className={css['what']}>
            {bare ? null : <span className={css['title']}>{attempt.title}</span>}
            <span className={bare ? css['title'] : css['facts']}>{facts.join(' · ')}</span>
          </span>
          {endedAt === undefined ? <span className={css['open']}>running</span> : null}
          <span className={css['bar']}>
            <ScoreBar earned={attempt.best} possible={attempt.possible} />
          </span>
          <Score earned={attempt.best} possible={attempt.possible} />
        </summary>
        <div className={css['inside']}>
          <ol className={css['tasks']}>
            {attempt.tasks.map((task) => (
              <li key={task.task}>
                <span>{task.title}</span>
                <Score earned={task.best} possible={task.possible} />
              </li>
            ))}
          </ol>
          <p className={css['ways']}>
            {endedAt === undefined ? (
              <Link to={`/labs/${attempt.lab}`}>Open the lab</Link>
            ) : (
              <Link to={`/scenarios/${attempt.scenario}`}>Try it again</Link>
            )}
            {isRecorded ? <Link to={`/attempts/${attempt.id}/replay`}>Watch the replay</Link> : null}
          </p>
        </div>
      </details>
    </li>
  );
}
