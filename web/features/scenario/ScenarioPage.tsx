import { useQuery } from '@tanstack/react-query';
import { ArrowLeft } from 'lucide-react';
import { Link, useParams } from 'react-router';
import type { ScenarioDetail } from '#contract/api.ts';
import { ApiError } from '../../api/client.ts';
import { scenarioQuery } from '../../api/queries.ts';
import { NotFound } from '../../app/NotFound.tsx';
import { DomainTag } from '../../ui/DomainTag.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Markdown } from '../../ui/Markdown.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { count } from '../../ui/words.ts';
import { ScenarioAside } from './ScenarioAside.tsx';
import { ScenarioAttempts } from './ScenarioAttempts.tsx';
import css from './ScenarioPage.module.css';

export function ScenarioPage() {
  const { scenario = '' } = useParams();
  const query = useQuery(scenarioQuery(scenario));
  if (query.error instanceof ApiError && query.error.status === 404) return <NotFound />;
  return (
    <>
      <Link to="/" className={css['back']}>
        <ArrowLeft size={14} aria-hidden="true" />
        All scenarios
      </Link>
      <Loaded query={query} loading={<Skeleton label="Loading the scenario" rows={[32, 140, 90, 90]} />}>
        {(detail) => <Detail scenario={detail} />}
      </Loaded>
    </>
  );
}

function Detail({ scenario }: { scenario: ScenarioDetail }) {
  return (
    <div className={css['columns']}>
      <title>{`${scenario.title} · CKS Lab`}</title>
      <div className={css['main']}>
        <div className={css['head']} lang={scenario.language}>
          <DomainTag domain={scenario.domain} />
          <h1>{scenario.title}</h1>
          <p className={css['lead']}>{scenario.summary}</p>
        </div>
        <section aria-labelledby="story">
          <h2 id="story">Story</h2>
          <Markdown text={scenario.story} lang={scenario.language} />
        </section>
        <section aria-labelledby="tasks">
          <h2 id="tasks">Tasks</h2>
          <ol className={css['tasks']}>
            {scenario.tasks.map((task, index) => (
              <li key={task.id}>
                <span className={css['number']} aria-hidden="true">
                  {index + 1}
                </span>
                <span className={css['taskTitle']} lang={scenario.language}>
                  {task.title}
                </span>
                {task.hints.length === 0 ? null : (
                  <span className={css['note']}>{count(task.hints.length, 'hint')}</span>
                )}
                <span className={css['note']}>{count(task.points, 'point')}</span>
              </li>
            ))}
          </ol>
        </section>
        <ScenarioAttempts scenario={scenario.id} />
      </div>
      <ScenarioAside scenario={scenario} />
    </div>
  );
}
