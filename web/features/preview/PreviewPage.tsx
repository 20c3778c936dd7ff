import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import type { ScenarioDetail } from '#contract/api.ts';
import type { ScenarioPreview } from '#contract/preview.ts';
import { ApiError } from '../../api/client.ts';
import { previewQuery, scenarioQuery } from '../../api/queries.ts';
import { NotFound } from '../../app/NotFound.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Markdown } from '../../ui/Markdown.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { count } from '../../ui/words.ts';
import { Answers } from './Answers.tsx';
import { LiveChecks } from './LiveChecks.tsx';
import css from './PreviewPage.module.css';

/** A scenario for its author: what learners see, beside the answers. A server in authoring mode alone answers it. */
export function PreviewPage() {
  const { scenario = '' } = useParams();
  const preview = useQuery(previewQuery(scenario));
  const detail = useQuery(scenarioQuery(scenario));
  if (preview.error instanceof ApiError && preview.error.status === 404) return <NotFound />;
  const loading = <Skeleton label="Loading the preview" rows={[32, 140, 90, 90]} />;
  return (
    <Loaded query={preview} loading={loading}>
      {(answers) =>
        // After a save with a mistake neither can be read; what is said of the answers is enough.
        detail.data !== undefined ? (
          <Preview scenario={detail.data} preview={answers} />
        ) : (
          <Loaded query={detail} loading={loading}>
            {(seen) => <Preview scenario={seen} preview={answers} />}
          </Loaded>
        )
      }
    </Loaded>
  );
}

function Preview({ scenario, preview }: { scenario: ScenarioDetail; preview: ScenarioPreview }) {
  return (
    <>
      <title>{`Preview of ${scenario.title} · CKS Lab`}</title>
      <div className={css['head']}>
        <p className={css['note']}>Preview for authors</p>
        <h1>{scenario.title}</h1>
        <p>{scenario.summary}</p>
      </div>
      <div className={css['columns']}>
        <div className={css['column']}>
          <section aria-labelledby="story">
            <h2 id="story">Story</h2>
            <Markdown text={scenario.story} />
          </section>
          {scenario.tasks.map((task, i) => (
            <section key={task.id} aria-labelledby={`task-${task.id}`}>
              <h2 id={`task-${task.id}`}>
                {task.title} <span className={css['note']}>{count(task.points, 'point')}</span>
              </h2>
              <Markdown text={task.prompt} />
              <Hints costs={task.hints} texts={preview.prompts[i]?.hints ?? []} />
            </section>
          ))}
        </div>
        <aside className={css['column']} aria-label="Answers">
          <Answers preview={preview} />
        </aside>
      </div>
      <LiveChecks scenario={scenario.id} checks={preview.checks} />
    </>
  );
}

function Hints({ costs, texts }: { costs: readonly { cost: number }[]; texts: readonly string[] }) {
  if (texts.length === 0) return null;
  return (
    <ol className={css['hints']} aria-label="Hints">
      {texts.map((text, i) => (
        <li key={text}>
          <Markdown text={text} />
          <span className={css['note']}>
            {costs[i]?.cost === 0 ? 'free' : `costs ${costs[i]?.cost ?? 0}`}
          </span>
        </li>
      ))}
    </ol>
  );
}
